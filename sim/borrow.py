"""Lets compiled code use arrays without counting who refers to them."""

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def borrowed(context, world):
    """The same world inside compiled code, its arrays no longer counted by reference at every call.

    Counting costs ten times as much as living.  Whoever borrows must not outlive the caller, who holds the arrays.
    """

    def without_owner(target, builder, kind, value):
        if isinstance(kind, types.Array):
            array = target.make_array(kind)(target, builder, value)
            array.meminfo = cgutils.get_null_value(array.meminfo.type)
            array.parent = cgutils.get_null_value(array.parent.type)
            return array._getvalue()
        for place, part in enumerate(kind.types):
            inner = without_owner(target, builder, part, builder.extract_value(value, place))
            value = builder.insert_value(value, inner, place)
        return value

    def build(target, builder, signature, arguments):
        return without_owner(target, builder, world, arguments[0])

    return world(world), build
