"""What can be wrong with a pack, said to the person who wrote it: in Vietnamese and in English.

A code never changes; `{name}` marks a fact. Each sentence says what is wrong and, where it helps, what to do.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    # the folder
    "no_folder": ("Không có thư mục này.", "There is no such folder."),
    "no_agenda": (
        "Thư mục không có chương trình: cần agenda.yaml, agenda.csv hoặc agenda.xlsx.",
        "The folder holds no agenda: agenda.yaml, agenda.csv or agenda.xlsx is needed.",
    ),
    "no_people": (
        "Thư mục không có danh sách người dự: cần people.csv hoặc people.xlsx.",
        "The folder holds no list of people: people.csv or people.xlsx is needed.",
    ),
    "two_sources": (
        "Có nhiều tệp cho cùng một nội dung ({files}). Hãy giữ lại một tệp.",
        "Several files for the same thing ({files}). Keep one.",
    ),
    # the bytes
    "too_large": (
        "Tệp lớn quá {limit} MB, không phải là một danh sách.",
        "The file is over {limit} MB: no list is that large.",
    ),
    "encoding": (
        "Tệp không ghi bằng bảng mã UTF-8 (có vẻ là {guess}). Hãy mở bằng Excel, "
        "chọn Lưu dưới dạng (Save As), loại “CSV UTF-8 (Comma delimited)”.",
        "The file is not in UTF-8 (it looks like {guess}). Open it in Excel, choose Save As, "
        "type “CSV UTF-8 (Comma delimited)”.",
    ),
    "encoding_text": (
        "Tệp không ghi bằng bảng mã UTF-8 (có vẻ là {guess}). Hãy lưu lại bằng UTF-8.",
        "The file is not in UTF-8 (it looks like {guess}). Save it again as UTF-8.",
    ),
    "csv_broken": (
        "Dấu ngoặc kép trong tệp không khép hoặc đặt sai chỗ.",
        "A quotation mark is not closed or stands in the wrong place.",
    ),
    "xlsx_broken": (
        "Không đọc được bảng tính này. Hãy mở bằng Excel và lưu lại dạng .xlsx.",
        "This workbook cannot be read. Open it in Excel and save it again as .xlsx.",
    ),
    "formula": (
        "Ô {cell} là công thức. Hãy dán thành giá trị (Paste Values).",
        "Cell {cell} is a formula. Paste it as a value.",
    ),
    "too_many_rows": ("Bảng dài quá {limit} dòng.", "The table is longer than {limit} rows."),
    # tables
    "empty_table": ("Bảng không có dòng nào.", "The table has no rows."),
    "header_unknown": (
        "Không hiểu cột “{header}”. Các cột được dùng: {known}.",
        "Unknown column “{header}”. Columns in use: {known}.",
    ),
    "header_twice": ("Cột “{header}” có hai lần.", "Column “{header}” stands twice."),
    "header_missing": ("Thiếu cột “{header}”.", "Column “{header}” is missing."),
    "header_blank": (
        "Cột thứ {column} có dữ liệu nhưng không có tên cột.",
        "Column {column} holds data but has no name.",
    ),
    # agenda.yaml
    "yaml_broken": (
        "Viết sai quy tắc YAML tại cột {column}. Hãy xem dấu hai chấm, dấu cách đầu dòng và dấu ngoặc kép.",
        "Not valid YAML at column {column}. Look at colons, indentation and quotation marks.",
    ),
    "yaml_alias": (
        "Không dùng dấu neo (&, *) của YAML trong chương trình họp.",
        "YAML anchors and aliases (&, *) are not used in an agenda.",
    ),
    "yaml_deep": ("Lồng nhau quá nhiều tầng.", "Nested too deeply."),
    "yaml_not_map": ("Chỗ này phải là các dòng “khóa: giá trị”.", "Lines of “key: value” are expected here."),
    "yaml_not_list": (
        "Chỗ này phải là danh sách, mỗi dòng mở đầu bằng “- ”.",
        "A list of “- ” is expected here.",
    ),
    "yaml_not_text": ("Chỗ này phải là một dòng chữ.", "A text belongs here."),
    "key_unknown": (
        "Không hiểu khóa “{key}”. Các khóa được dùng: {known}.",
        "Unknown key “{key}”. Keys in use: {known}.",
    ),
    "key_twice": ("Khóa “{key}” có hai lần.", "Key “{key}” stands twice."),
    "key_missing": ("Thiếu khóa “{key}”.", "Key “{key}” is missing."),
    "no_items": ("Chương trình không có nội dung nào.", "The agenda has no items."),
    "two_texts": (
        "Chỉ dùng một trong hai khóa text và text_file.",
        "Use either text or text_file, not both.",
    ),
    # values
    "body_unsaid": (
        "Chưa có tên cơ quan họp để in vào biên bản. Thêm --body “Tên cơ quan” vào lệnh nhập, "
        "hoặc ghi khóa “body: Tên cơ quan” vào tệp {file} trong thư mục.",
        "The body that meets is not named; the minutes print it. Add --body “Name of the body” to the command, "
        "or write the key “body: Name of the body” into {file} in the folder.",
    ),
    "place_unsaid": (
        "Chưa có địa điểm họp để in vào biên bản. Thêm --place “Địa điểm” vào lệnh nhập, "
        "hoặc ghi khóa “place: Địa điểm” vào tệp {file} trong thư mục.",
        "The place of the meeting is not named; the minutes print it. Add --place “The place” to the command, "
        "or write the key “place: The place” into {file} in the folder.",
    ),
    "blank": ("“{field}” để trống.", "“{field}” is blank."),
    "too_long": (
        "“{field}” dài {length} ký tự, tối đa {limit} ký tự.",
        "“{field}” has {length} characters, at most {limit} are allowed.",
    ),
    "number_bad": (
        "“{field}” phải là số nguyên từ {low} đến {high}, không phải “{value}”.",
        "“{field}” must be a whole number from {low} to {high}, not “{value}”.",
    ),
    "word_unknown": (
        "“{field}”: không hiểu “{value}”. Dùng: {known}.",
        "“{field}”: “{value}” is not understood. Use: {known}.",
    ),
    "time_bad": (
        "“{field}”: không hiểu “{value}”. Viết như 2026-09-24 08:00 hoặc 24/9/2026 08:00.",
        "“{field}”: “{value}” is not understood. Write 2026-09-24 08:00 or 24/9/2026 08:00.",
    ),
    "ends_before": ("Giờ kết thúc không sau giờ bắt đầu.", "The end is not after the start."),
    "slug_bad": (
        "Tên ngắn “{value}” chỉ gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất 60 ký tự.",
        "The short name “{value}” may hold 60 lower-case letters without accents, digits and hyphens.",
    ),
    "preset_unknown": (
        "Không có bộ quy tắc “{value}”. Dùng: {known}.",
        "There is no set of rules “{value}”. Use: {known}.",
    ),
    "no_law": (
        "Chưa có bộ quy định nào áp dụng cho ngày {day}.",
        "No set of rules is in force on {day}.",
    ),
    "decision_unknown": (
        "“{field}”: cơ quan này không có loại quyết định “{value}”. Dùng: {known}.",
        "“{field}”: this body has no decision “{value}”. Use: {known}.",
    ),
    "decision_count": (
        "“{field}” có {said} loại cho {questions} câu hỏi. Ghi một loại chung, hoặc mỗi câu một loại.",
        "“{field}” names {said} kinds for {questions} questions. Name one for all, or one for each.",
    ),
    "decision_unsaid": (
        "Dòng {lines} chưa ghi “{field}” nên lấy mức chặt: {strict}. Các loại: {known}.",
        "Line {lines} does not say “{field}”, so the strict one is taken: {strict}. Kinds: {known}.",
    ),
    "decision_idle": (
        "“{field}” được ghi cho nội dung không có biểu quyết, không dùng đến.",
        "“{field}” is written for an item without a vote, and is not used.",
    ),
    # items and people
    "item_twice": (
        "STT {number} đã dùng ở dòng {first}.",
        "Number {number} already stands in line {first}.",
    ),
    "item_order": (
        "STT là {number} nhưng đây là nội dung thứ {expected}.",
        "The number is {number} but this is item {expected}.",
    ),
    "account_bad": (
        "Tài khoản “{value}” chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối, từ 2 đến 32 ký tự.",
        "Account “{value}” may hold letters without accents, digits, dots and hyphens, 2 to 32 characters.",
    ),
    "account_twice": (
        "Tài khoản “{value}” đã dùng cho {other} ở dòng {first}.",
        "Account “{value}” already belongs to {other} in line {first}.",
    ),
    "seat_twice": (
        "Ghế “{value}” đã xếp cho {other} ở dòng {first}.",
        "Seat “{value}” is already taken by {other} in line {first}.",
    ),
    "no_chair": ("Danh sách không có chủ tọa.", "The list names no chair."),
    "two_chairs": (
        "Đã có chủ tọa là {other} ở dòng {first}; một cuộc họp có một chủ tọa.",
        "{other} in line {first} is already the chair; a meeting has one.",
    ),
    "no_clerk": ("Danh sách không có thư ký.", "The list names no secretary."),
    "no_voter": ("Không ai trong danh sách có quyền biểu quyết.", "Nobody on the list has a vote."),
    "two_heads": (
        "Đã có người đứng đầu cơ quan là {other} ở dòng {first}; một cơ quan có một người đứng đầu.",
        "{other} in line {first} is already the head of the body; a body has one.",
    ),
    "head_votes": (
        "{name} đứng đầu cơ quan nên phải có quyền biểu quyết.",
        "{name} is the head of the body and must have a vote.",
    ),
    "no_head": (
        "Cột “{column}” chưa ghi ai. Nếu biểu quyết ngang nhau thì không biết theo ý kiến ai, "
        "và nội dung đó không được thông qua.",
        "Column “{column}” names nobody. Should votes be equal there is no side to follow, "
        "and the question is not adopted.",
    ),
    "weight_bad": (
        "Mỗi người có một phiếu: trọng số phải là 1, không phải “{value}”.",
        "Everybody has one vote: the weight must be 1, not “{value}”.",
    ),
    "guest_votes": (
        "{name} là khách mời nên không có quyền biểu quyết.",
        "{name} is a guest and has no vote.",
    ),
    "admin_votes": (
        "{name} quản trị hệ thống nên không có quyền biểu quyết.",
        "{name} looks after the system and has no vote.",
    ),
    # papers and texts
    "file_name_bad": (
        "“{name}” không phải là tên một tệp trong thư mục {folder}. Chỉ ghi tên tệp, không ghi đường dẫn.",
        "“{name}” is not the name of a file in folder {folder}. Write the name alone, no path.",
    ),
    "file_missing": (
        "Không thấy tệp “{name}” trong thư mục {folder}.",
        "File “{name}” is not in folder {folder}.",
    ),
    "file_missing_near": (
        "Không thấy tệp “{name}” trong thư mục {folder}. Có phải là “{near}” không?",
        "File “{name}” is not in folder {folder}. Is it “{near}”?",
    ),
    "file_outside": (
        "“{name}” là lối tắt dẫn ra ngoài thư mục. Hãy chép chính tệp vào.",
        "“{name}” is a link that leads out of the folder. Copy the file itself.",
    ),
    "file_clash": (
        "Thư mục {folder} có hai tệp cùng tên “{name}” (chỉ khác chữ hoa hoặc cách ghi dấu). Hãy đổi tên một tệp.",
        "Folder {folder} holds two files named “{name}” (only case or accents differ). Rename one.",
    ),
    "name_taken": (
        "Nội dung này đã có tài liệu tên “{name}”.",
        "This item already has a paper named “{name}”.",
    ),
}

CONTENT_ENGLISH: dict[str, str] = {
    "documents.content_type_refused": "This kind of file (“{filename}”) is not accepted. "
    "Accepted: PDF, DOC, DOCX, XLS, XLSX, PPT, PPTX, ODT, PNG, JPG.",
    "documents.content_macro": "File “{filename}” holds macros. Save it again without them.",
    "documents.content_mismatch": "File “{filename}” is named “{extension}” but its content is {found}. "
    "Open it and save it as the right kind.",
    "documents.content_damaged": "File “{filename}” is damaged or cut off and cannot be opened.",
    "documents.content_locked": "File “{filename}” has a password. Save it again without one.",
    "documents.content_too_large": "File “{filename}” is over {limit} MB. Split it or shrink its pictures.",
    "documents.content_empty": "File “{filename}” has no content.",
    "documents.content_unsafe": "File “{filename}” is built in an unusual way and is not safe to open.",
}
