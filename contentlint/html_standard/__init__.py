"""What the HTML, URL and ARIA standards say, as data and as exact validators of single values.

Nothing here knows of documents or findings: tables of elements and attributes (`elements`,
`attributes`, `obsolete`, `aria_roles`), and functions that take one string and return what is
wrong with it in words, or ``None``.
"""
