"""The sentences for problems and notes, written for the person who made the folder.

English comes from the catalogue.

A code never changes; `{name}` is a fact. Each sentence says what is wrong and, where it helps, how to fix it.
"""

from meeting.agenda.timing import ODD_WORDS
from meeting.kernel.refusals import _l

SENTENCES: dict[str, str] = {
    # the folder
    "no_folder": _l("Không có thư mục này."),
    "no_agenda": _l("Thư mục không có chương trình: cần agenda.yaml, agenda.csv hoặc agenda.xlsx."),
    "no_people": _l("Thư mục không có danh sách người dự: cần people.csv hoặc people.xlsx."),
    "two_sources": _l("Có nhiều tệp cho cùng một nội dung ({files}). Hãy giữ lại một tệp."),
    # the bytes
    "too_large": _l("Tệp lớn quá {limit} MB, không phải là một danh sách."),
    "encoding": _l(
        "Tệp không ghi bằng bảng mã UTF-8 (có vẻ là {guess}). Hãy mở bằng Excel, chọn Lưu dưới dạng (Save As), "
        "loại “CSV UTF-8 (Comma delimited)”."
    ),
    "encoding_text": _l("Tệp không ghi bằng bảng mã UTF-8 (có vẻ là {guess}). Hãy lưu lại bằng UTF-8."),
    "csv_broken": _l("Dấu ngoặc kép trong tệp không khép hoặc đặt sai chỗ."),
    "xlsx_broken": _l("Không đọc được bảng tính này. Hãy mở bằng Excel và lưu lại dạng .xlsx."),
    "formula": _l("Ô {cell} là công thức. Hãy dán thành giá trị (Paste Values)."),
    "too_many_rows": _l("Bảng dài quá {limit} dòng."),
    # tables
    "empty_table": _l("Bảng không có dòng nào."),
    "header_unknown": _l("Không hiểu cột “{header}”. Các cột được dùng: {known}."),
    "header_twice": _l("Cột “{header}” có hai lần."),
    "header_missing": _l("Thiếu cột “{header}”."),
    "header_blank": _l("Cột thứ {column} có dữ liệu nhưng không có tên cột."),
    # agenda.yaml
    "yaml_broken": _l(
        "Viết sai quy tắc YAML tại cột {column}. Hãy xem dấu hai chấm, dấu cách đầu dòng và dấu ngoặc kép."
    ),
    "yaml_alias": _l("Không dùng dấu neo (&, *) của YAML trong chương trình họp."),
    "yaml_deep": _l("Lồng nhau quá nhiều tầng."),
    "yaml_not_map": _l("Chỗ này phải là các dòng “khóa: giá trị”."),
    "yaml_not_list": _l("Chỗ này phải là danh sách, mỗi dòng mở đầu bằng “- ”."),
    "yaml_not_text": _l("Chỗ này phải là một dòng chữ."),
    "key_unknown": _l("Không hiểu khóa “{key}”. Các khóa được dùng: {known}."),
    "key_twice": _l("Khóa “{key}” có hai lần."),
    "key_missing": _l("Thiếu khóa “{key}”."),
    "no_items": _l("Chương trình không có nội dung nào."),
    "two_texts": _l("Chỉ dùng một trong hai khóa text và text_file."),
    # values
    "body_unsaid": _l(
        "Chưa có tên cơ quan họp để in vào biên bản. Thêm --body “Tên cơ quan” vào lệnh nhập, hoặc ghi khóa "
        "“body: Tên cơ quan” vào tệp {file} trong thư mục."
    ),
    "place_unsaid": _l(
        "Chưa có địa điểm họp để in vào biên bản. Thêm --place “Địa điểm” vào lệnh nhập, hoặc ghi khóa “place: "
        "Địa điểm” vào tệp {file} trong thư mục."
    ),
    "blank": _l("“{field}” để trống."),
    "too_long": _l("“{field}” dài {length} ký tự, tối đa {limit} ký tự."),
    "number_bad": _l("“{field}” phải là số nguyên từ {low} đến {high}, không phải “{value}”."),
    "word_unknown": _l("“{field}”: không hiểu “{value}”. Dùng: {known}."),
    "time_bad": _l("“{field}”: không hiểu “{value}”. Viết như 2026-09-24 08:00 hoặc 24/9/2026 08:00."),
    "day_bad": _l("“{field}”: không hiểu “{value}”. Viết như 2026-09-24 hoặc 24/9/2026."),
    "sitting_unknown": _l("“{field}”: không có buổi “{value}”. Ghi số thứ tự hoặc tên một buổi: {known}."),
    "clock_bad": _l("“{field}”: không hiểu “{value}”. Viết giờ như 08:30 hoặc 8h30."),
    "ends_before": _l("Giờ kết thúc không sau giờ bắt đầu."),
    "slug_bad": _l("Tên ngắn “{value}” chỉ gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất 60 ký tự."),
    "preset_unknown": _l("Không có bộ quy tắc “{value}”. Dùng: {known}."),
    "no_law": _l("Chưa có bộ quy định nào áp dụng cho ngày {day}."),
    "decision_unknown": _l("“{field}”: cơ quan này không có loại quyết định “{value}”. Dùng: {known}."),
    "decision_count": _l(
        "“{field}” có {said} loại cho {questions} câu hỏi. Ghi một loại chung, hoặc mỗi câu một loại."
    ),
    "decision_unsaid": _l("Dòng {lines} chưa ghi “{field}” nên lấy mức chặt: {strict}. Các loại: {known}."),
    "decision_idle": _l("“{field}” được ghi cho nội dung không có biểu quyết, không dùng đến."),
    # items and people
    **{f"odd_{kind.value}": words for kind, words in ODD_WORDS.items()},
    "item_twice": _l("STT {number} đã dùng ở dòng {first}."),
    "item_order": _l("STT là {number} nhưng đây là nội dung thứ {expected}."),
    "account_bad": _l("Tài khoản “{value}” chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối, từ 2 đến 32 ký tự."),
    "account_twice": _l("Tài khoản “{value}” đã dùng cho {other} ở dòng {first}."),
    "seat_twice": _l("Ghế “{value}” đã xếp cho {other} ở dòng {first}."),
    "no_chair": _l("Danh sách không có chủ tọa."),
    "no_clerk": _l("Danh sách không có thư ký."),
    "no_voter": _l("Không ai trong danh sách có quyền biểu quyết."),
    "two_heads": _l("Đã có người đứng đầu cơ quan là {other} ở dòng {first}; một cơ quan có một người đứng đầu."),
    "head_votes": _l("{name} đứng đầu cơ quan nên phải có quyền biểu quyết."),
    "mandate_votes": _l("{name} không có quyền biểu quyết nên không ghi tạm đình chỉ hay khuyết."),
    "no_head": _l(
        "Cột “{column}” chưa ghi ai. Nếu biểu quyết ngang nhau thì không biết theo ý kiến ai, và nội dung đó "
        "không được thông qua."
    ),
    "weight_bad": _l("Mỗi người có một phiếu: trọng số phải là 1, không phải “{value}”."),
    "guest_votes": _l("{name} là khách mời nên không có quyền biểu quyết."),
    "admin_votes": _l("{name} quản trị hệ thống nên không có quyền biểu quyết."),
    # papers and texts
    "file_name_bad": _l(
        "“{name}” không phải là tên một tệp trong thư mục {folder}. Chỉ ghi tên tệp, không ghi đường dẫn."
    ),
    "file_missing": _l("Không thấy tệp “{name}” trong thư mục {folder}."),
    "file_missing_near": _l("Không thấy tệp “{name}” trong thư mục {folder}. Có phải là “{near}” không?"),
    "file_outside": _l("“{name}” là lối tắt dẫn ra ngoài thư mục. Hãy chép chính tệp vào."),
    "file_clash": _l(
        "Thư mục {folder} có hai tệp cùng tên “{name}” (chỉ khác chữ hoa hoặc cách ghi dấu). Hãy đổi tên một tệp."
    ),
    "title_secret": _l("“{field}”: tên này có ghi độ mật. Hãy ghi một tên chung, không nêu nội dung mật."),
    "reader_unknown": _l(
        "“{field}”: không hiểu “{value}”. Ghi đại biểu, khách mời, nhóm và tên nhóm, hoặc tài khoản của một người dự."
    ),
    "name_taken": _l("Nội dung này đã có tài liệu tên “{name}”."),
}
