"""What is wrong with front matter around its fields: with its fences, and with what is before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contentlint.document.frontmatter.model import Problem
from contentlint.findings import Edit, Fix
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.frontmatter.fences import Block
    from contentlint.document.frontmatter.model import Reading

__all__ = ["problems_around"]


def problems_around(
    text: str, block: Block, reading: Reading
) -> tuple[list[Problem], list[Problem]]:
    """The problems to tell before those of the fields, and behind them."""
    before: list[Problem] = []
    if block.open_fence.start or block.style != "fenced" or reading.values is None:
        before = _shape_problems(text, block, reading)
    return before, [*_long_fence(text, block), *_fence_blanks(text, block)]


def _shape_problems(text: str, block: Block, reading: Reading) -> list[Problem]:
    problems = []
    start = block.open_fence.start
    if start:
        before = Span(0, start)
        if text[:start].strip("\ufeff\u200b\u200c\u200d\u2060 \t\n\r\f\v\u00a0\u3000"):
            problems.append(_leading_text(text, block))
        else:
            fix = Fix("safe", "Remove what stands before the front matter", (Edit(0, start, ""),))
            cause = "invisible" if text[:start].strip() else "blank"
            problems.append(Problem("leading", before, cause, fix=fix))
    if block.style == "unopened":
        fence = "---\n" if block.format == "yaml" else ";;;\n"
        fix = Fix("safe", "Add the opening fence", (Edit(start, start, fence),))
        problems.append(Problem("unopened", block.open_fence, fix=fix))
    if block.format == "json" and not block.braces:
        problems.extend(_json_fence(text, block))
    if block.style == "almost":
        from contentlint.document.frontmatter.almost_fences import almost_problem

        problems.append(almost_problem(text, block))
    if block.style == "dots":
        assert block.close_fence is not None
        fix = Fix("safe", "Close with dashes", (Edit(*block.close_fence, "---"),))
        # a generator that shows a faulty block as text would stumble over it
        problems.append(Problem("dots", block.close_fence, fix=None if reading.problems else fix))
    if reading.values is None:
        problems.append(Problem("not-a-mapping", _content_span(text, block), reading.shape))
    return problems


def _json_fence(text: str, block: Block) -> list[Problem]:
    """Dashes at the end of Hexo's fields in JSON, which make it read them as YAML."""
    closing = block.close_fence
    if closing is None or text[closing.start] == ";" or block.style == "unclosed":
        return []
    fix = Fix("safe", "Write ;;;", (Edit(*closing, ";;;"),))
    words = {"written": text[slice(*closing)], "fence": ";;;"}
    return [Problem("unclosed", closing, "json", words, (), fix)]


def _content_span(text: str, block: Block) -> Span:
    start, end = block.content
    return Span(start, start + len(text[start:end].rstrip()))


def _leading_text(text: str, block: Block) -> Problem:
    start = block.open_fence.start
    lead = text[:start]
    first = len(lead) - len(lead.lstrip())
    span = Span(first, len(lead.rstrip()))
    edits = (Edit(0, start, ""), Edit(block.end, block.end, lead.strip("\n") + "\n\n"))
    fix = Fix("unsafe", "Move the text below the front matter", edits)
    return Problem("leading", span, "text", fix=fix)


def _fence_blanks(text: str, block: Block) -> list[Problem]:
    """Blanks after a fence: Hexo's pattern wants the line to end right after the dashes."""
    problems = []
    for cause, fence in (("opening", block.open_fence), ("closing", block.close_fence)):
        if fence is None or fence.end == fence.start or text[fence.start] == "{":
            continue
        end = fence.end
        if text.startswith("\n", end) or end == len(text):
            continue
        while end < len(text) and text[end] != "\n":
            end += 1
        if not text[fence.end : end].strip():
            fix = Fix("safe", "Remove the blanks after the fence", (Edit(fence.end, end, ""),))
            problems.append(Problem("fence-blanks", Span(fence.start, end), cause, fix=fix))
    return problems


def _long_fence(text: str, block: Block) -> list[Problem]:
    """Fences of more than the three signs that every generator takes."""
    if block.style != "fenced" or block.close_fence is None:
        return []
    fences = (block.open_fence, block.close_fence)
    wrong = [fence for fence in fences if fence.end - fence.start > 3]
    if not wrong:
        return []
    three = text[block.open_fence.start] * 3
    edits = tuple(Edit(*fence, three) for fence in wrong)
    opening, closing = (fence.end - fence.start for fence in fences)
    words = {"opening": opening, "closing": closing, "three": three}
    related = tuple(("and here", fence) for fence in wrong[1:])
    fix = Fix("safe", f"Write {three}", edits)
    return [Problem("long-fence", wrong[0], "", words, related, fix)]
