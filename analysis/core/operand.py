"""The base of every number that is no plain float: arithmetic goes through `__op__`, what needs one plain value is refused."""


def _refuse(what):
    def method(self, *args):
        raise TypeError(f"{what} on {self.what}: use where, minimum, maximum or ratio, or tag the function scalar=True")

    return method


def _operator(op, swap=False):
    def method(self, other=None):
        args = (self,) if op == "negative" else (other, self) if swap else (self, other)
        return self.__op__(op, args)

    return method


class Operand:
    """Arithmetic through `__op__`; everything that would need one plain value is refused."""

    __slots__ = ()
    __hash__ = None
    __array_ufunc__ = None  # numpy's own numbers leave the operation to us
    what = "a number of this kind"

    __add__, __radd__ = _operator("+"), _operator("+", swap=True)
    __sub__, __rsub__ = _operator("-"), _operator("-", swap=True)
    __mul__, __rmul__ = _operator("*"), _operator("*", swap=True)
    __truediv__, __rtruediv__ = _operator("/"), _operator("/", swap=True)
    __pow__, __rpow__ = _operator("**"), _operator("**", swap=True)
    __neg__ = _operator("negative")
    __lt__, __le__, __gt__, __ge__ = _operator("<"), _operator("<="), _operator(">"), _operator(">=")
    __eq__, __ne__ = _refuse("== or !="), _refuse("== or !=")
    __bool__ = _refuse("a branch (if, and, or, min, max)")
    __float__, __int__, __index__ = _refuse("float()"), _refuse("int()"), _refuse("a look-up")
    __round__, __format__, __abs__ = _refuse("round()"), _refuse("text"), _refuse("abs()")
