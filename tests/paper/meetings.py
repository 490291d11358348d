"""Two complete meetings: a commune People's Committee in September, a People's Council in December."""

from datetime import UTC, datetime

from tests.paper.story import Story


def committee() -> Story:
    """A commune People's Committee: 9 members, one absent, one late, guests, a tie put to the chair."""
    told = Story(
        "ubnd",
        "Phiên họp thường kỳ tháng 9 năm 2026",
        "Ủy ban nhân dân xã Minh Tân",
        "UBND",
        parent="Ủy ban nhân dân tỉnh Phú Thọ",
        begins=datetime(2026, 9, 24, 1, 0, tzinfo=UTC),
    )
    chair = told.seats("chair", "Chủ tịch UBND xã", votes=True, head=True)
    told.seats("member", "Phó Chủ tịch UBND xã", votes=True)
    told.seats("member", "Phó Chủ tịch UBND xã", votes=True, honorific="bà")
    for unit in (
        "Văn phòng",
        "Công an xã",
        "Ban Chỉ huy quân sự xã",
        "Phòng Kinh tế",
        "Phòng Văn hóa - Xã hội",
        "Trung tâm Phục vụ hành chính công",
    ):
        told.seats("member", "Ủy viên UBND xã", unit, votes=True, honorific="bà" if "Văn" in unit else "ông")
    clerk = told.seats("clerk", "Công chức Văn phòng - Thống kê", votes=False, honorific="bà")
    guests = [told.seats("guest", "Trưởng thôn", f"Thôn {n}", votes=False) for n in range(1, 6)]
    agenda = [
        told.plans("Khai mạc, thông qua chương trình phiên họp", "hands", "Chủ tịch UBND"),
        told.plans(
            "Dự thảo báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2026, phương "
            "hướng, nhiệm vụ năm 2027; quản lý đất đai, trật tự xây dựng và bảo vệ môi trường tại xã",
            "vote",
            "Văn phòng HĐND và UBND",
            "Dự thảo báo cáo kinh tế - xã hội",
        ),
        told.plans("Dự thảo kế hoạch đầu tư công năm 2027", "vote", "Phòng Kinh tế", "Dự thảo kế hoạch"),
        told.plans("Phương án sắp xếp các điểm trường mầm non", "vote", "Phòng Văn hóa - Xã hội"),
        told.plans("Công tác phòng, chống thiên tai", "discussion", "Ban Chỉ huy quân sự xã"),
        told.plans("Kết luận phiên họp", "conclusion", "Chủ tịch UBND"),
    ]
    told.is_absent(told.members[2], "đi công tác tại tỉnh")
    told.wait(3 * 24 * 60 - 15)
    told.comes(*told.members[:2], *told.members[3:8], clerk)
    told.comes(*guests[:4], how="clerk")
    told.wait(15)
    told.starts()
    told.turns_to(agenda[0], "Chủ tịch UBND xã nêu lý do, giới thiệu đại biểu.")
    told.votes("Thông qua chương trình phiên họp", votes_for=7, form="hands")
    told.wait(4)
    told.turns_to(
        agenda[1],
        "Các thành viên thống nhất.\nGiao Văn phòng tiếp thu, hoàn thiện trước 30/9/2026.",
    )
    told.wait(10)
    told.comes(told.members[8])
    told.votes("Thông qua dự thảo báo cáo kinh tế - xã hội năm 2026", votes_for=5, against=2, abstain=1)
    told.turns_to(agenda[2], "Còn ý kiến khác nhau về danh mục đường liên thôn.")
    for speaker in (told.members[4], guests[1], told.members[4]):
        told.speaks(speaker, 3)
    told.votes("Thông qua dự thảo kế hoạch đầu tư công năm 2027", votes_for=4, against=4, ruling=True)
    told.turns_to(agenda[3])
    told.votes("Thông qua phương án sắp xếp các điểm trường mầm non", votes_for=3, against=4)
    told.turns_to(agenda[4], "Đồng chí Chỉ huy trưởng báo cáo; các thôn rà soát hộ dân vùng trũng.")
    told.leaves(told.members[1], "đi tiếp công dân")
    told.wait(20)
    told.turns_to(agenda[5], "Chủ tọa kết luận, giao nhiệm vụ cho các bộ phận.")
    told.wait(10)
    told.ends()
    assert chair == 1
    return told


def council(deputies: int = 25, *, resolutions: int = 3) -> Story:
    """A commune People's Council: the last resolution has 12 votes of 25, so it is rejected however many came."""
    told = Story(
        "hdnd",
        "Kỳ họp thường lệ cuối năm 2026 của Hội đồng nhân dân xã Hồng Bàng khóa XXI, nhiệm kỳ 2026 - 2031",
        "Hội đồng nhân dân xã Hồng Bàng",
        "HĐND",
        begins=datetime(2026, 12, 10, 1, 0, tzinfo=UTC),
    )
    told.seats("chair", "Chủ tịch HĐND", "Tổ đại biểu số 1", votes=True)
    for number in range(2, deputies + 1):
        told.seats(
            "member",
            "Đại biểu HĐND",
            f"Tổ đại biểu số {number % 4 + 1}",
            votes=True,
            honorific="bà" if number % 3 == 0 else "ông",
        )
    clerk = told.seats("clerk", "Thư ký kỳ họp", "Văn phòng", votes=False, honorific="bà")
    opening = told.plans("Chào cờ; khai mạc kỳ họp", "ceremony", "Chủ tọa")
    items = [
        told.plans(f"Nghị quyết về nội dung số {n}", "vote", "UBND xã", f"Dự thảo nghị quyết số {n}")
        for n in range(1, resolutions + 1)
    ]
    told.wait(3 * 24 * 60 - 15)
    told.comes(*told.members[: deputies - 3], clerk)
    told.is_absent(told.members[-1], "ốm")
    told.is_absent(told.members[-2], "", excused=False)
    told.wait(15)
    told.starts()
    told.turns_to(opening, "Chủ tọa khai mạc kỳ họp.")
    told.comes(told.members[-3], how="clerk")
    for item in items[:-1]:
        told.wait(15)
        told.turns_to(item, "Đại biểu thảo luận và thống nhất.")
        told.votes("Thông qua nghị quyết", votes_for=deputies - 5, against=1, abstain=1)
    told.wait(5)
    told.turns_to(items[-1])
    told.votes("Thông qua nghị quyết về đất đai", votes_for=deputies // 2, against=deputies // 4)
    told.wait(5)
    told.ends()
    return told
