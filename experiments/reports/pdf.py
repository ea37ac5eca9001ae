"""A document as a PDF file: its page, printed by WeasyPrint, with bookmarks, and tags for readers who do not see it.

The tags are those of PDF/UA, which the file does not claim to be: WeasyPrint tags what stands in the margins of pages
(here the marking and the number) like text, where that standard wants it to be told apart.
"""

import contextlib
import io
from pathlib import Path

from experiments import output
from experiments.reports import page
from experiments.requests import UsageError


def write(document, path):
    """Write the document as PDF, and return the path.  Raises UsageError without WeasyPrint, and FolderError."""
    weasyprint = _weasyprint()
    printed = weasyprint.HTML(string=page.html(document), url_fetcher=_nothing_else())
    file = printed.write_pdf(pdf_tags=True)
    return output.write(Path(path), lambda partial: partial.write_bytes(file))


def _weasyprint():
    """The package, which needs Pango of the system.  Raises UsageError where either is missing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # where it says at length what our sentence says
            import weasyprint
    except ImportError:
        raise UsageError(
            "--format pdf needs WeasyPrint, which is not installed; give make setup-report (or pip install"
            " 'thbsim[report]'), or choose --format docx or html, which do without"
        ) from None
    except OSError as error:
        raise UsageError(
            f"--format pdf needs Pango, which this system does not have ({str(error).splitlines()[0]}); on Debian and"
            " Ubuntu, give apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or choose --format"
            " docx or html, which do without"
        ) from None
    return weasyprint


def _nothing_else():
    """What fetches files for a page: it refuses all that is not in the page itself, and stops the printing."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
