"""A piece of a page with a Vietnamese letter in it."""

import re

LETTERS = re.compile(r"[^<>\"]*[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ][^<>\"]*", re.I)
