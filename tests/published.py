"""Published tables of list overlaps: only facts that were found in a source, named with each.

UK, Kosovo, New Orleans and the Netherlands: data of the R package modslavmse (Silverman), as in Silverman (2020), J. R.
Statist. Soc. A 183, and Chan, Silverman & Vincent (2021), J. Am. Statist. Assoc. 116. Korea and the artificial table:
documentation of the R package MultipleSystemsEstimation. Diabetes (Bruno et al. 1994), the R3 data of Darroch et al.
(1993), asbestos-like deaths of Cormack, Chang & Smith (2000) and the two lists of Seber (1982): tests and documentation
of the R package Rcapture (Baillargeon & Rivest).
"""

from itertools import product

from calibration.hidden import lists


def table(names, counts):
    """A Table from the names of the lists and counts of persons by the names that they are on, as in {"LA NG": 15}."""
    names = names.split()
    rows = {tuple(int(name in on.split()) for name in names): count for on, count in counts.items()}
    return lists.table(rows, names)


def in_order(counts):
    """A table given as R's histpos.t does: 1...1 first, the last list fastest, the empty cell left out."""
    number = len(counts).bit_length()
    return lists.table(dict(zip(product((1, 0), repeat=number), counts, strict=False)), list("abcdefghij"[:number]))


UK = table("LA NG PF GO GP NCA", {
    "LA": 54, "NG": 463, "PF": 907, "GO": 695, "GP": 316, "NCA": 57, "LA NG": 15, "LA PF": 19, "LA GO": 3, "NG PF": 56,
    "NG GO": 19, "NG GP": 1, "NG NCA": 3, "PF GO": 69, "PF GP": 10, "PF NCA": 31, "GO GP": 8, "GO NCA": 6, "GP NCA": 1,
    "LA NG PF": 1, "LA NG GO": 1, "NG PF GO": 4, "NG PF NCA": 3, "PF GO NCA": 1, "LA NG PF GO": 1,
})  # fmt: skip
UK_FIVE = table("LA NG PFNCA GO GP", {
    "LA": 54, "NG": 463, "PFNCA": 995, "GO": 695, "GP": 316, "LA NG": 15, "LA PFNCA": 19, "LA GO": 3, "NG PFNCA": 62,
    "NG GO": 19, "NG GP": 1, "PFNCA GO": 76, "PFNCA GP": 11, "GO GP": 8, "LA NG PFNCA": 1, "LA NG GO": 1,
    "NG PFNCA GO": 4, "LA NG PFNCA GO": 1,
})  # fmt: skip
KOSOVO = table("EXH ABA OSCE HRW", {
    "EXH": 1131, "ABA": 845, "OSCE": 936, "HRW": 306, "EXH ABA": 177, "EXH OSCE": 228, "EXH HRW": 106, "ABA OSCE": 217,
    "ABA HRW": 31, "OSCE HRW": 123, "EXH ABA OSCE": 181, "EXH ABA HRW": 18, "EXH OSCE HRW": 42, "ABA OSCE HRW": 32,
    "EXH ABA OSCE HRW": 27,
})  # fmt: skip
NEW_ORLEANS = table("A B C D E F G H", {
    "A": 25, "A C": 1, "A D": 2, "A E": 1, "A C G": 1, "A D E": 1, "B": 5, "B F": 1, "C": 70, "C D": 1, "C E": 1,
    "C G": 1, "D": 33, "D E": 2, "E": 6, "E H": 1, "F": 6, "G": 6, "H": 21,
})  # fmt: skip
NEW_ORLEANS_FIVE = table("A BEFG C D H", {
    "A": 25, "BEFG": 24, "C": 70, "D": 33, "H": 21, "A BEFG": 1, "A C": 1, "A D": 2, "BEFG C": 2, "BEFG D": 2,
    "BEFG H": 1, "C D": 1, "A BEFG C": 1, "A BEFG D": 1,
})  # fmt: skip
KOREA = table("b c d", {"d": 41, "c": 5, "b": 5, "b c": 54, "b d": 6, "c d": 0, "b c d": 12})
ARTIFICIAL = table("A B C", {"A": 40, "B": 30, "C": 20, "A B": 6})
DIABETES = in_order([58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10])
DARROCH = in_order([72, 155, 7, 71, 13, 53, 43])
CORMACK = in_order([72, 5, 29, 53, 24, 3, 12, 14, 0, 0, 0, 1, 0, 0, 2])
SEBER = in_order([167, 781, 254])
