"""Sixty texts that break sites which trust what is typed: markup, queries, templates, control characters, other scripts, long words."""

HOSTILE = (
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "javascript:alert(1)", "<style>*{display:none}</style>",
    "<base href=//exemple.example/>", "<meta http-equiv=refresh content=0>", "<form action=//exemple.example><input name=x>",
    "<!--", "-->", "<![CDATA[x]]>", "]]>", "&lt;script&gt;", "&#60;script&#62;", "\" onfocus=alert(1) autofocus x=\"", "' onmouseover='x",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "[[7*7]]", "*{7*7}",
    "<math><mtext></form>", "<xmp>", "<plaintext>", "%(name)s", "%s%s%s%n", "{0.__class__}", "%00", "\x00nul",
    "\x01\x02\x1b[31m", "\u202eenvers", "\u200b\u200d", "\ufeffmarque", "\r\nSet-Cookie: x=1", "\r\nBcc: x@y.example", "\n.\nQUIT",
    "' OR '1'='1", "'; DROP TABLE mission; --", "\" OR 1=1 --", "1) UNION SELECT * FROM user_account", "\\'; --", "%' AND 1=0", "_%_%",
    "../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "http://127.0.0.1:9/", "=1+1", "@SUM(A1)", "+33\t-1", "متطوع في الحديقة",
    "志愿者", "Nguyễn Thị Ánh", "👩‍👩‍👧‍👦🪴", "Z̷̢̛a̵l̶g̷o̸", "é" * 30, "mot" * 400,
)

TEMPLATES = ("{{ 7*7 }}", "{% raw %}", "{{ config }}", "{# x #}")
"""Marks of our own templates: apart, since the page client takes them for an unrendered one."""
