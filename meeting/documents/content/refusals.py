"""The reasons for refusing a file: one code for each, with a sentence that says what to do."""

from meeting.kernel.refusals import _l, declare

NO_TYPE = declare(
    "documents.content_type_refused",
    415,
    _l("Không nhận loại tệp của “{filename}”. Nhận PDF, DOC, DOCX, XLS, XLSX, PPT, PPTX, ODT, ODS, ODP, PNG, JPG."),
)
MACRO = declare(
    "documents.content_macro", 415, _l("Tệp “{filename}” chứa macro. Hãy lưu lại thành tệp không có macro.")
)
ACTS = declare(
    "documents.content_acts",
    415,
    _l(
        "Tệp “{filename}” có phần tự chạy khi mở (mã JavaScript, lệnh mở chương trình hoặc biểu mẫu động). "
        "Hãy in tệp ra PDF mới rồi gửi lại."
    ),
)
CARRIES = declare(
    "documents.content_carries",
    415,
    _l("Tệp “{filename}” chứa bên trong tệp “{inside}”. Hãy bỏ tệp ấy ra hoặc gửi riêng, rồi gửi lại."),
)
MISMATCH = declare(
    "documents.content_mismatch",
    415,
    _l("Tệp “{filename}” mang đuôi “{extension}” nhưng nội dung là {found}. Hãy mở và lưu lại đúng loại tệp."),
)
DAMAGED = declare("documents.content_damaged", 422, _l("Tệp “{filename}” bị hỏng hoặc bị cắt ngang, không mở được."))
LOCKED = declare(
    "documents.content_locked", 422, _l("Tệp “{filename}” đặt mật khẩu. Hãy lưu lại tệp không có mật khẩu.")
)
TOO_LARGE = declare(
    "documents.content_too_large", 413, _l("Tệp “{filename}” lớn quá {limit} MB. Hãy chia nhỏ hoặc nén ảnh.")
)
EMPTY = declare("documents.content_empty", 422, _l("Tệp “{filename}” không có nội dung."))
UNSAFE = declare("documents.content_unsafe", 422, _l("Tệp “{filename}” có cấu trúc bất thường, không an toàn để mở."))
