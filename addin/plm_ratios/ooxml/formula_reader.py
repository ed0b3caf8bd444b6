"""openpyxl's Tokenizer, corrected where it loses or rejects characters of formulas that Excel writes."""

from __future__ import annotations

import re

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

__all__ = ["FormulaReader", "TokenizerError"]

_ERROR_VALUE = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?]?)")
_WHITESPACE = re.compile(r"[ \n]+")


class FormulaReader(Tokenizer):
    """The Tokenizer, changed so that every character of the formula is in some token, in order."""

    def assert_empty_token(self, can_follow: object = ()) -> None:
        """Accept `@'My sheet'!A1`; formula_names.tokens detects a formula that is garbled."""

    def _parse_whitespace(self) -> int:
        # The Tokenizer keeps one space of a run, and moves a line break before the operand it ends.
        self.save_token()
        run = _WHITESPACE.match(self.formula, self.offset)
        assert run
        self.items.append(Token(run.group(), Token.WSPACE))
        return len(run.group())

    def _parse_error(self) -> int:
        # The Tokenizer knows neither #SPILL! and other newer errors nor the # of A1#.
        found = _ERROR_VALUE.match(self.formula, self.offset)
        if not found or (self.token and self.token[-1][-1] != "!"):
            self.token.append("#")
            return 1
        self.items.append(Token("".join(self.token) + found.group(), Token.OPERAND, Token.ERROR))
        self.token.clear()
        return len(found.group())

    def _parse_brackets(self) -> int:
        # In Table[a'[b] the apostrophe escapes the bracket; the Tokenizer counts it as opening.
        depth, at = 0, self.offset
        while at < len(self.formula):
            char = self.formula[at]
            depth += (char == "[") - (char == "]")
            at += 2 if char == "'" else 1
            if depth == 0:
                self.token.append(self.formula[self.offset : at])
                return at - self.offset
        raise TokenizerError(f"Encountered unmatched '[' in {self.formula}")
