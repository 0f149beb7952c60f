"""The parser of a command: what holds for all of them."""

import os
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from itucovid.errors import UsageError


def disable_cache(_ctx: Any, _param: Any, value: bool) -> None:
    """Disable the cache if --no-cache is set."""
    if value:
        os.environ["ITUCOVID_CACHE"] = "off"


class Command(TyperCommand):
    """A command; --no-cache and --data may stand before or after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        no_cache = TyperOption(
            param_decls=["--no-cache"],
            is_flag=True,
            hidden=True,
            expose_value=False,
            callback=disable_cache,
            help="Do not use the cache of parsed datasets.",
        )
        self.params.append(no_cache)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; --data of the program comes before them."""
        before = ctx.parent.params.get("data") if ctx.parent else None
        args = args if before is None else ["--data", str(before), *args]
        if self.name == "search":
            args = self._mark_query(ctx, args)
        try:
            _, _, given = self.make_parser(ctx).parse_args(args=[*args])
            if [param.name for param in given].count("data") > 1 and not ctx.resilient_parsing:
                raise UsageError("--data is given twice; a command reads one dataset")
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def _mark_query(self, ctx: Any, args: list[str]) -> list[str]:
        """Let a query begin with an exclusion: several words after one hyphen are an option only beside a query."""
        try:
            values, _, _ = self.make_parser(ctx).parse_args(args=[*args])
        except typer.TyperException:
            pass
        else:
            if isinstance(values.get("query"), list | tuple) and values["query"]:
                return args
        # In a query, a minus sign is as good as a hyphen.
        return [f"\u2212{arg[1:]}" if arg[:1] == "-" != arg[1:2] and " " in arg.strip() else arg for arg in args]
