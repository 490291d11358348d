"""The texts of help by subject. A quoted word is a word of a screen: a test looks it up there."""

from typing import NamedTuple

from meeting.kernel.refusals import _l


class Topic(NamedTuple):
    """A subject: its title and its steps, in Vietnamese as in the catalogue.

    `trusts`: below them, how each kind of device learns to trust this server.
    """

    title: str
    steps: tuple[str, ...]
    trusts: bool = False


TOPICS = {
    "sign-in": Topic(
        _l("Đăng nhập"),
        (
            _l("Quét mã QR trên thẻ bằng máy ảnh của máy, rồi bấm “Đúng là tôi”. Không đúng tên: “Không phải tôi”."),
            _l("Không quét được: nhập tài khoản và PIN in trên thẻ, rồi bấm “Đăng nhập”."),
            _l("Cơ quan có danh bạ: cũng đăng nhập được bằng mật khẩu cơ quan, ghi vào ô “PIN hoặc mật khẩu cơ quan”."),
            _l("Mất thẻ, quên PIN: báo thư ký. Thẻ mới có trong một phút, thẻ cũ hết hiệu lực ngay."),
        ),
    ),
    "today": Topic(
        _l("Trang Hôm nay"),
        (
            _l("Phiên họp hôm nay ở trên cùng: bấm “Vào phòng họp”."),
            _l("Phiên sắp tới: xem trước ở “Chương trình, tài liệu”. Phiên đã họp: “Kết quả, tài liệu”."),
            _l("Chữ nhỏ hoặc màn hình chói: bấm “Hiển thị”. Lựa chọn theo người dùng sang mọi máy."),
            _l("Xem và đăng xuất các máy đã dùng: “Máy của tôi”."),
        ),
    ),
    "meeting": Topic(
        _l("Họp trên máy tính bảng"),
        (
            _l("Đến nơi: quét mã trên màn hình hội trường; máy tự điểm danh."),
            _l("Nội dung đang họp được tô đậm trong “Chương trình”. Tài liệu: bấm “Mở đọc”."),
            _l("Mất kết nối: tài liệu đang mở vẫn đọc được. Máy tự nối lại, không cần tải lại trang."),
        ),
    ),
    "door": Topic(
        _l("Máy điểm danh ở cửa"),
        (
            _l(
                "Ở “Điểm danh”, mở “Máy điểm danh ở cửa” rồi bấm “Mở máy điểm danh”. Nhập mã trên máy đặt ở cửa, "
                "bấm “Dùng làm máy điểm danh”: từ đó máy chỉ điểm danh."
            ),
            _l(
                "Máy ảnh trong trang chỉ chạy khi mở bằng https: xem “Mạng và HTTPS”. Mở bằng http thì bấm "
                "“Chụp ảnh mã trên thẻ”, hoặc “Không có mã? Tìm theo tên”."
            ),
            _l("Mất mạng: máy vẫn đọc thẻ, giữ lại và tự gửi; danh sách ghi cả giờ đọc ở cửa và giờ về máy chủ."),
            _l("Xong việc hoặc mất máy: bấm “Dừng máy”. Máy dừng ngay, không điểm danh được nữa."),
        ),
    ),
    "vote": Topic(
        _l("Biểu quyết"),
        (
            _l(
                "Phiếu tự hiện khi mở biểu quyết. Chọn “Tán thành”, “Không tán thành” hoặc “Không biểu quyết”, rồi gửi."
            ),
            _l("Phiếu che tài liệu: bấm “Đọc tài liệu, biểu quyết sau”; mở lại bằng “Mở phiếu”."),
            _l("Đổi ý khi chưa kết thúc: bấm “Đổi lựa chọn”. Phiếu gửi sau cùng được tính."),
            _l("Không gửi được: bấm “Thử lại”, hoặc giơ tay để thư ký ghi nhận."),
        ),
    ),
    "calendar": Topic(
        _l("Lịch họp, trọn bộ tài liệu"),
        (
            _l("Mở “Lịch họp”, chọn “Ngày”, “Tuần”, “Tháng” hoặc “Danh sách”. Phiên đã họp cũng mở xem được."),
            _l("Muốn in hoặc giữ tài liệu: bấm “Trọn bộ tài liệu”, rồi “Ghép thành một tệp”; xong thì “Tải về”."),
            _l("Trang ghi tên mình là bản riêng: có tài liệu chỉ dành cho một số người."),
        ),
    ),
    "search": Topic(
        _l("Tìm kiếm"),
        (
            _l("Gõ từ cần tìm rồi bấm “Tìm”; không cần dấu. Gõ có dấu thì chỉ tìm đúng chữ có dấu ấy."),
            _l("Bấm số trang: tài liệu mở đúng trang, chữ tìm được tô sáng. Chỉ thấy những gì mình được xem."),
            _l("Tài liệu là ảnh chụp thì chỉ tìm được theo tên."),
        ),
    ),
    "shared": Topic(
        _l("Máy dùng chung"),
        (
            _l("Khi đăng nhập, đánh dấu “Máy dùng chung” nếu nhiều người dùng máy này; máy nhớ cho lần sau."),
            _l("Không ai dùng vài phút thì máy khóa; rời máy thì bấm “Khóa máy”. Nhập PIN hoặc quét thẻ để mở lại."),
            _l("Trước khi gửi phiếu, máy hỏi PIN của người biểu quyết. Máy riêng không hỏi."),
            _l("Người khác dùng: bấm “Không phải tôi: người khác dùng máy này”, rồi đăng nhập bằng thẻ của mình."),
        ),
    ),
    "reader": Topic(
        _l("Đọc tài liệu"),
        (
            _l("Lật trang bằng “Trang sau”, “Trang trước”; chữ nhỏ thì “Phóng to trang” hoặc “Vừa chiều rộng”."),
            _l("Tìm trong tài liệu: gõ vào ô “Từ cần tìm, không cần dấu”."),
            _l("Tài liệu chưa mở được: bấm “Thử lại”, hoặc “Mở tệp gốc”."),
        ),
    ),
    "console": Topic(
        _l("Thư ký điều hành"),
        (
            _l("Ô “Bước tiếp theo” luôn nói việc cần làm; làm theo ô này là đủ cho một phiên họp."),
            _l("Đủ người: bấm “Khai mạc phiên họp”. Sang nội dung khác: “Chuyển đến nội dung này”."),
            _l("Người không có máy: ở “Điểm danh”, tìm tên và ghi “Có mặt”."),
            _l("Quên thẻ: trong “Danh sách điểm danh”, bấm “Cấp lại thẻ”."),
            _l("Có người dự thay: ghi vắng kèm tên, rồi bấm “Người dự thay có mặt” khi họ đến."),
            _l("Hết chương trình: “Kết thúc phiên họp”, rồi “Lập biên bản”."),
        ),
    ),
    "votes": Topic(
        _l("Thư ký chuẩn bị và công bố biểu quyết"),
        (
            _l("Câu hỏi mới: “Thêm câu hỏi biểu quyết”. Bấm “Mở biểu quyết” khi chủ tọa yêu cầu."),
            _l("Xong: “Kết thúc biểu quyết”, kiểm tra số liệu, rồi “Công bố kết quả”."),
            _l("Biểu quyết giơ tay: nhập số đếm rồi bấm “Lưu kết quả đếm”."),
            _l("Máy của đại biểu hỏng: “Ghi thay người giơ tay”."),
        ),
    ),
    "chair": Topic(
        _l("Chủ tọa"),
        (
            _l("Bấm “Khai mạc phiên họp” khi đủ người, “Nội dung tiếp theo” để chuyển."),
            _l("Mời người phát biểu: “Mời phát biểu tiếp theo”; hết giờ: “Kết thúc lượt” hoặc “Thêm 1 phút”."),
            _l("Luật chưa nói rõ kết quả: ghi căn cứ rồi bấm “Ghi ý kiến xác định”."),
            _l("Sau họp: “Xem và ký”, nhập PIN của thẻ, rồi bấm “Ký số biên bản này”."),
        ),
    ),
    "hall": Topic(
        _l("Màn hình hội trường"),
        (
            _l("Mở địa chỉ màn hình trên máy nối máy chiếu, bấm “Dùng làm màn hình hội trường” nếu được hỏi."),
            _l("Trước giờ họp: màn hình có mã điểm danh, Wi-Fi và địa chỉ. Không cần bấm gì trong phiên họp."),
        ),
    ),
    "people": Topic(
        _l("Quản trị: người, nhóm và thẻ"),
        (
            _l("Thêm từng người: “Thêm người”. Thêm nhiều người: “Nhập danh sách”, xem trước rồi mới nhập."),
            _l("Mở một người để bấm “Cấp thẻ” hoặc “Cấp lại thẻ”; in ngay rồi phát tận tay."),
            _l(
                "“Các đơn vị”: lập cây phòng, ban, thôn. Giao quản trị đơn vị ở trang của từng người, phần “Đăng nhập”."
            ),
            _l("Quản trị đơn vị chỉ thêm, sửa, cho nghỉ và cấp thẻ cho người của đơn vị mình và các đơn vị bên trong."),
            _l("Thẻ của quản trị, chủ tọa, thư ký: một quản trị đề nghị, quản trị khác “Đồng ý” ở trang Hôm nay."),
            _l("Ba ngày không ai trả lời thì người đề nghị cấp được một mình; cần ngay thì làm trên máy chủ."),
            _l("Quản trị có thẻ do một mình bạn cấp: 7 ngày đầu chưa tính là người thứ hai, bạn vẫn cấp một mình."),
            _l("Người thôi công tác: bấm “Cho nghỉ”. Phiếu và chữ ký cũ vẫn giữ nguyên."),
        ),
    ),
    "planning": Topic(
        _l("Lập phiên họp trên máy"),
        (
            _l(
                "Mở “Các phiên họp”, bấm “Lập phiên họp”; giống kỳ trước thì “Lập theo phiên này”. Người lập là thư ký."
            ),
            _l(
                "“Thành phần”: chọn người rồi bấm “Thêm người đã chọn”. “Chương trình”, “Tài liệu”: thêm từng nội dung."
            ),
            _l("Bản nháp chỉ thư ký và người quản trị thấy. Đủ rồi thì bấm “Phát hành”: người được mời thấy ngay."),
            _l("Hạn gửi giấy mời, tài liệu tính theo ngày làm việc, xem ở “Thời hạn”. Gửi muộn thì bấm “Ghi lý do”."),
            _l(
                "Cần chủ tọa duyệt trước: trình ở trang của phiên họp. Chủ tọa bấm “Duyệt và phát hành” hoặc “Trả lại”."
            ),
            _l("Sửa sau khi phát hành: người dự thấy khi bấm “Phát hành lại”; trang này cho biết ai chưa xem."),
            _l("Nội dung khách mời không được thấy: đánh dấu “Nội dung nội bộ”."),
            _l("Không thấy nút lập phiên họp: nhờ người quản trị mở tên mình, bấm “Giao quyền lập phiên họp”."),
        ),
    ),
    "papers": Topic(
        _l("Tài liệu của phiên họp"),
        (
            _l("Chọn tệp ở “Chọn tệp, được nhiều tệp một lúc”. Tệp có số ở đầu tên tự vào mục mang số đó."),
            _l("Có bản sửa: bấm “Sửa”, chọn tệp ở “Thay bằng bản mới”. Xem khác gì: “Xem thay đổi và các bản trước”."),
            _l("Khách mời chỉ đọc tài liệu ghi cho họ: bấm “Đổi” cạnh tên người đọc, chọn người và khoảng thời gian."),
            _l("Tài liệu mật không đưa lên máy: bấm “Thêm tài liệu phát giấy tại phòng”, máy chỉ ghi tên."),
            _l("Tệp có chữ ký số: dưới tên tài liệu ghi chữ ký của ai, còn đúng hay tệp đã bị sửa sau khi ký."),
        ),
    ),
    "network": Topic(
        _l("Quản trị: mạng và HTTPS"),
        (
            _l("Mở “Mạng và HTTPS”, bấm “Bật HTTPS”; rồi quét mã của trang bằng từng máy tính bảng và làm theo hình."),
            _l("Ghi tên Wi-Fi rồi bấm “Lưu Wi-Fi”: màn hình hội trường hiện mã để nối."),
            _l("Máy đổi địa chỉ hoặc đổi tên: bấm “Cấp lại chứng thư”."),
        ),
        trusts=True,
    ),
    "backup": Topic(
        _l("Quản trị: sao lưu và kiểm tra"),
        (
            _l("Trước mỗi phiên họp: xem “Tổng quan”. Dòng màu đỏ phải xử lý trước giờ họp."),
            _l("Máy tự sao lưu mỗi ngày. Muốn làm ngay: “Sao lưu ngay”."),
            _l("Mỗi tháng máy tự khôi phục thử. Muốn làm ngay: “Khôi phục thử ngay”."),
        ),
    ),
    "check": Topic(
        _l("Kiểm tra biên bản"),
        (
            _l("Mở “Kiểm tra biên bản”, chọn tệp biên bản hoặc nhập mã in ở cuối. Không cần đăng nhập."),
            _l("Máy nói chữ ký của ai, còn đúng không, và bản ghi nào khác nếu có ai đã sửa."),
            _l("“Máy này giữ gì” cho tệp nhân chứng: giữ ở nơi khác, dùng để biết lịch sử có bị viết lại không."),
        ),
    ),
    "devices": Topic(
        _l("Máy của tôi, xác nhận hai bước"),
        (
            _l("“Máy của tôi” ghi mọi máy đang đăng nhập bằng tên mình. Máy lạ: bấm “Đăng xuất máy đó”."),
            _l("Mất máy: bấm “Đăng xuất mọi máy khác” trên một máy còn giữ, rồi nhờ thư ký cấp lại thẻ."),
            _l("Quản trị nên bấm “Đặt xác nhận hai bước”: mỗi lần vào nhập thêm mã 6 số trên điện thoại."),
        ),
    ),
    "directory": Topic(
        _l("Quản trị: danh bạ cơ quan"),
        (
            _l("Mở “Danh bạ cơ quan”, điền địa chỉ máy chủ và “Tài khoản dịch vụ”, rồi bấm “Thử kết nối”."),
            _l("Bấm “Xem trước”: máy ghi ai được thêm, ai đổi, ai cần xem lại; đúng rồi mới nhập."),
            _l("“Nhóm và quyền”: quy tắc đầu tiên đúng với một người thì được áp dụng. Xong bấm “Lưu quy tắc”."),
            _l("Danh bạ hỏng hoặc bỗng trống: không ai bị cho nghỉ; thẻ, PIN vẫn đăng nhập được."),
        ),
    ),
    "settings": Topic(
        _l("Quản trị: thiết đặt, quyền, danh mục"),
        (
            _l("Mở “Thiết đặt”: mỗi dòng ghi dùng để làm gì, và khi nào có hiệu lực."),
            _l("“Ai có quyền gì”: xem mỗi vai được làm gì và ai đang giữ quyền nào."),
            _l("“Danh mục”: loại phiên họp, loại tài liệu, phòng, chức danh. Thôi dùng thì bấm “Ngừng dùng”."),
        ),
    ),
    "log": Topic(
        _l("Quản trị: nhật ký"),
        (
            _l("Mở “Nhật ký”, chọn ở “Tìm và lọc” rồi bấm “Lọc”: ai làm gì, lúc nào. Không ai sửa hay xóa được."),
            _l("“Nhật ký đăng nhập”: mọi lượt vào, kể cả lượt sai, giữ trong thời gian đã đặt."),
        ),
    ),
    "law": Topic(
        _l("Quản trị: quy định"),
        (
            _l("Mỗi phiên họp theo bộ quy định của ngày họp. Mở “Quy định” để xem bộ nào “Đang áp dụng”."),
            _l("Cơ quan có quy chế riêng: “Lập bộ riêng từ đây”, sửa mức, ghi “Điều, khoản làm căn cứ” và lý do."),
        ),
    ),
    "certificates": Topic(
        _l("Quản trị: chứng thư số"),
        (
            _l("Mở “Sổ chứng thư số”: ai được cấp, đến ngày nào, đã thu hồi hay chưa."),
            _l("Mất thẻ, lộ PIN: mở trang của người đó rồi thu hồi. Chữ ký đã có từ trước vẫn đúng."),
            _l("Cần cho nơi khác kiểm tra biên bản: “Tải sổ để kiểm tra ở nơi khác”."),
        ),
    ),
    "rehearsal": Topic(
        _l("Tập dượt trước phiên họp"),
        (
            _l("Thư ký hoặc người quản trị mở “Tập dượt” ở trang Hôm nay, bấm “Bắt đầu tập dượt”."),
            _l("Mọi người dùng đúng máy và thẻ của mình. Muốn tập khi mất mạng: “Tập mất mạng”."),
            _l("Xong: “Kết thúc tập dượt”. Không có gì vào sổ sách."),
        ),
    ),
}
FIRST = "today"

OF_PAGES = {
    "entrance": "sign-in",
    "locking": "shared",
    "room.today": "today",
    "room.room": "meeting",
    "room.tablet": "meeting",
    "room.reader": "reader",
    "room.console": "console",
    "room.roll": "door",
    "kiosk": "door",
    "room.votes": "votes",
    "room.chair": "chair",
    "room.screen": "hall",
    "hall": "hall",
    "attendance": "meeting",
    "minutes": "chair",
    "people": "people",
    "meetings": "planning",
    "invited": "planning",
    "agendas": "planning",
    "plan_papers": "papers",
    "paper_readers": "papers",
    "paper_versions": "papers",
    "questions": "planning",
    "search": "search",
    "calendar": "calendar",
    "binder": "calendar",
    "deadlines": "planning",
    "approving": "planning",
    "groups": "people",
    "units": "people",
    "cards": "people",
    "office_card_sheet": "people",
    "office_feedback": "backup",
    "rosters": "people",
    "office_network": "network",
    "trust": "network",
    "overview": "backup",
    "office_backup": "backup",
    "rehearsal": "rehearsal",
    "devices": "devices",
    "second": "devices",
    "office_second": "devices",
    "alarms": "devices",
    "directory": "directory",
    "settings": "settings",
    "catalogues": "settings",
    "log": "log",
    "law": "law",
    "office_certificates": "certificates",
    "checking": "check",
    "witness": "check",
    "news": "planning",
    "notices": "planning",
    "seating": "planning",
    "sittings": "planning",
    "repeating": "planning",
    "mandates": "planning",
    "agenda_change": "votes",
    "approving_changes": "planning",
    "contributions": "papers",
    "unit_work": "papers",
    "own_reading": "papers",
    "documents": "reader",
    "voting": "votes",
}
"""The subject of help for a page, by endpoint or by blueprint."""


def topic_of(endpoint: str) -> str:
    """Return the subject of help for a page's endpoint."""
    return OF_PAGES.get(endpoint) or OF_PAGES.get(endpoint.partition(".")[0]) or FIRST
