"""Settings that are changed on the machine, each explained in words. All of them need a restart."""

from meeting.kernel.refusals import _l

ELSEWHERE = (
    ("/directory", _l("Danh bạ của cơ quan (LDAP)")),
    ("/network", _l("Mạng, HTTPS và Wi-Fi của phòng họp")),
    ("/backup", _l("Sao lưu")),
    ("/people", _l("Người và thẻ")),
)
"""Pages of the office that contain more settings."""

FILE_SETTINGS: tuple[tuple[str, str, str, bool], ...] = (
    ("public_url", _l("Địa chỉ cho máy tính bảng"), _l("In trên thẻ. Để trống thì lấy từ cạc mạng."), True),
    ("host", _l("Địa chỉ lắng nghe"), _l("Máy chủ nhận kết nối ở địa chỉ này."), True),
    ("port", _l("Cổng"), _l("Máy chủ nhận kết nối ở cổng này."), True),
    ("tls_port", _l("Cổng HTTPS"), _l("Dùng khi máy chủ tự cấp chứng thư cho phòng họp; 0 thì không mở."), True),
    ("tls_certificate", _l("Chứng thư HTTPS"), _l("Tệp chứng thư để mã hóa đường truyền."), True),
    ("tls_key", _l("Khóa HTTPS"), _l("Tệp khóa đi cùng chứng thư."), True),
    ("behind_proxy", _l("Máy trung gian phía trước"), _l("Địa chỉ của máy trung gian được tin."), True),
    ("proxy_papers", _l("Địa chỉ gửi tài liệu qua máy trung gian"), _l("Để trống thì máy chủ tự gửi."), True),
    ("database_url", _l("Cơ sở dữ liệu"), _l("Để trống thì dùng tệp trong thư mục dữ liệu."), False),
    ("backup_folder", _l("Thư mục sao lưu"), _l("Để trống thì nằm trong thư mục dữ liệu."), True),
    ("stick_folders", _l("Nơi máy hiện ổ USB"), _l("Thư mục mà máy gắn ổ cắm vào, ngăn nhau bằng dấu phẩy."), True),
    ("timestamp_url", _l("Dịch vụ cấp dấu thời gian"), _l("Theo RFC 3161. Để trống thì không hỏi ai."), False),
    ("tick_ms", _l("Nhịp báo số phiếu"), _l("Màn hình cập nhật nhiều nhất một lần mỗi từng ấy mili giây."), True),
    ("send_queue", _l("Số tin chờ cho một máy chậm"), _l("Quá số này thì máy tự tải lại."), True),
    ("async_mode", _l("Cách chạy máy chủ"), _l("Chỉ đổi khi người hỗ trợ yêu cầu."), True),
    ("log_level", _l("Mức ghi nhật ký kỹ thuật"), _l("Ghi nhiều hơn khi tìm lỗi."), True),
)
"""`(name, label, what it does, whether its value is shown)`; a value that may hold a password is not shown."""
