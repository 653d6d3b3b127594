"""What comments say for sure, in the many ways in which authors write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.metadata.comments import read_comment
from tests.domain.metadata.comments_table import read_all, shares

ACCEPTED = {
    "NeurIPS 2026": "NeurIPS 2026",
    "Accepted to NeurIPS 2026": "NeurIPS 2026",
    "Accepted at ICML 2026, 27 pages, 20 figures, 9 tables": "ICML 2026",
    "15 pages, 9 figures, IJCAI 2026": "IJCAI 2026",
    "CVPR2026 Accepted": "CVPR2026",
    "This paper is accepted by ICML'26": "ICML'26",
    "Accepted to ICRA-2026": "ICRA-2026",
    "ACL Findings 2026": "ACL Findings 2026",
    "ACL 2026 Findings. Our code is at https://github.com/rivers/waves": "ACL 2026 Findings",
    "Camera-ready version, to appear at ECCV 2026": "ECCV 2026",
    "early accepted by MICCAI 2026": "MICCAI 2026",
    "Accepted by IJCAI 2026, code will be available at https://github.com/a/b": "IJCAI 2026",
    "Accepted for oral presentation at EUSIPCO 2026": "EUSIPCO 2026",
    "Paper accepted at INTERSPEECH 2026": "INTERSPEECH 2026",
    "Accepted to LDK 2026 - the 6th Conference on Language. Naples, Italy": "LDK 2026",
    "Accepted to TMLR": "TMLR",
    "Accepted by Neural Networks": "Neural Networks",
    "Accepted for publication in MNRAS": "MNRAS",
    "12 pages, 3 figures; accepted for publication in MNRAS; minor changes": "MNRAS",
    "To appear in Journal of Mathematical Physics": "Journal of Mathematical Physics",
    "to appear in the Astrophysical Journal, 12 pages": "Astrophysical Journal",
    "To appear in Inverse Problems": "Inverse Problems",
    "Accepted by IEEE Transactions on Neural Networks and Learning Systems (TNNLS)": (
        "IEEE Transactions on Neural Networks and Learning Systems"
    ),
    "Final version. To appear in Commun. Math. Phys. (LaTeX, 26 pages)": "Commun. Math. Phys",
    "accepted to Phys. Rev. Lett.": "Phys. Rev. Lett",
    "8 pages. Presented at the Netherlands Conference on Computer Vision (NCCV)": (
        "Netherlands Conference on Computer Vision"
    ),
    'Accepted at ICRA 2026 Workshop "Soft Hands"': "ICRA 2026 Workshop",
    "Accepted by CVPR 2026 SyntaGen Workshop, Project Page: https://a.github.io/": (
        "CVPR 2026 SyntaGen Workshop"
    ),
    "Published at ACL 2026": "ACL 2026",
    "To be published in 2026 International Conference on Robotics and Automation (ICRA)": (
        "2026 International Conference on Robotics and Automation"
    ),
    "Proceedings of the 48th International ACM SIGIR 2026": "SIGIR 2026",
    "Accpted for Findings at ACL 2026": "ACL 2026",
    "Camera-ready versions for ACL 2026 Findings": "ACL 2026 Findings",
    "7 pages, IJCNN 2026 in Padua": "IJCNN 2026",
    "13 pages, 9 figures, ApJ in press": "ApJ",
    "Nature Human Behaviour, in press": "Nature Human Behaviour",
    "Accepted in npj Quantum Information": "npj Quantum Information",
    "Accepted for publication in Reviews of Modern Physics": "Reviews of Modern Physics",
    "Accepted: USENIX Security 2026": "USENIX Security 2026",
    "SIGGRAPH Asia 2025 Conference Papers": "SIGGRAPH Asia 2025",
    "Revised version, accepted to J. Algebra; 19 pp.": "J. Algebra",
    "ApJ accepted": "ApJ",
    "Duke Math. J., to appear": "Duke Math. J.",
    "Proceedings of Science, LATTICE2024": "Proceedings of Science",
    "Accepted in Proceedings of the Royal Society A": "Proceedings of the Royal Society A",
    "To appear in the Proceedings of the AMS, 12 pages": "Proceedings of the AMS",
    "ACM Computing Surveys (accepted)": "ACM Computing Surveys",
    "9 pages, 2 tables, J. Fluid Mech., to appear": "J. Fluid Mech.",
    "Proc. of the 39th International Cosmic Ray Conference (ICRC2025), Geneva": (
        "39th International Cosmic Ray Conference"
    ),
    "Contribution to the proceedings of the 42nd International Symposium on Lattice Field Theory": (
        "42nd International Symposium on Lattice Field Theory"
    ),
    "en français, 45 pages, à paraître dans les Annales de l'Institut Fourier": (
        "Annales de l'Institut Fourier"
    ),
    "Aceptado en Revista Mexicana de Física": "Revista Mexicana de Física",
    "Angenommen bei der GI-Jahrestagung INFORMATIK 2025": "GI-Jahrestagung INFORMATIK 2025",
}
"""Comments that say where a paper is accepted, and where."""

NOT_ACCEPTED = (
    *("Submitted to NeurIPS 2026", "Under review at ICCV 2026, 19 pages", "9 pages", ""),
    *(
        "11 pages submitted to NeurIPS 2026",
        "In submission to ICML 2026",
        "rejected from AAAI 2026",
    ),
    "Extended version of our ICRA 2025 paper",
    "An extension of our ACM CCS2024 conference paper (arXiv:2404.02462)",
    "Winner of the CVPR 2025 challenge on blurred waves",
    "Clarification note for the CVPR 2025 paper (FarSight)",
    "Withdrawn from ICLR 2026",
    "Preprint for ICRA 2026, not accepted yet",
    *(
        "Letter accepted",
        "Final Manuscript accepted",
        "Oral Presentation accepted",
        "Paper to appear",
    ),
    "Revised version of the paper accepted at LICS 2026",
    "Uses the NeurIPS 2025 template, 9 pages",
    "Workshop paper, CHI 2025 Augmented Rivers",
    "First submitted 12 March 2026, last revised 2 May 2026",
    "Published version, abstract added",
    "Revised and corrected version accepted for publication",
    "Presented at the CVPR 2025 Human Motion (HuMoGen) Workshop",
    "Shared task of EMNLP 2025",
    "Invited to ICML 2026",
    "Accepted for publication in 2026",
    "Accepted in its present form",
    "Comment on arXiv:2501.00001, published in 2025",
    "Code at github.com/rivers/NeurIPS-2025",
)
"""Comments that do not."""

REJECTED = (
    *("Declined at ICML 2026", "ICML 2026 (turned down)", "Rejection by AAAI 2026 appealed"),
    *("Didn't get into ICML 2026", "Has not been accepted by Nature", "Never published in Nature"),
    *("ACL 2026 refused it", "Failed to appear in Nature", "An unsuccessful KDD 2026 paper"),
    *("Missed ICML 2026", "Accepted at ICML 2026, but we withdrew"),
)
NOT_YET = (
    *("Targeting CVPR 2026", "KDD 2026 under double blind", "Under double-blind review, KDD 2026"),
    *("Planned for ICRA 2026", "Intended for NeurIPS 2026", "Awaiting word from ICLR 2026"),
    *("Anonymous version, ACL 2026", "Written for KDD 2026", "ICML 2026 rebuttal", "For ICML 2026"),
    *("Accepted pending revision by MNRAS", "Accepted subject to changes by MNRAS"),
    *("Yet to be accepted by Nature", "In peer review at ICCV 2026"),
)
HOPED = (
    *("we would like it to be accepted by Nature", "Hopefully to appear in Nature"),
    *(
        "Should appear in Nature",
        "Might be presented at CVPR 2026",
        "Expected to appear in Science",
    ),
    *("Accepted at ICML 2026?", "May be published in Nature", "Aiming at ICML 2026"),
    *("Probably to appear in Nature", "We wish to be published in Nature", "Perhaps ICML 2026"),
    *("An attempt to be accepted by Nature", "Could be presented at CVPR 2026"),
)
NO_VENUES = (
    *("Appears in Theorem 3", "appears in Section 4 of ICML 2026 tutorial", "Appears in Fig. 2"),
    *("Appears in Appendix B of ICML 2026", "Presented in Chapter 5", "Published in Volume 3"),
    *("Presented in Algorithm 1", "Appeared in Eq. 7", "Appears in Table IV", "Appears in Lemma A"),
    *("Accepted by Reviewer 2", "Accepted by Referee B", "Accepted by Prof. Brook"),
    *("Accepted by the Editor", "Accepted by Associate Editor Ford", "Accepted by Dr. Ford"),
)
OF_OTHERS = (
    *("Data of KDD 2026", "Written during ICML 2026", "A survey of CVPR 2026", "See ICML 2026"),
    *("Motivated by ACL 2026", "CVPR 2026 papers are counted", "ICML 2026 reviewers read it"),
    *("Figures follow KDD 2026", "According to ICML 2026", "9 pages, cites ICML 2026"),
)


@pytest.mark.parametrize(("comment", "venue"), ACCEPTED.items())
def test_where_a_paper_is_accepted(comment: str, venue: str) -> None:
    """In the comment's own words."""
    assert read_comment(comment).venue == venue


@pytest.mark.parametrize(
    "comment", [*NOT_ACCEPTED, *REJECTED, *NOT_YET, *HOPED, *NO_VENUES, *OF_OTHERS]
)
def test_what_says_nothing_of_that(comment: str) -> None:
    """What was only sent there, is another paper, or is no meeting."""
    assert read_comment(comment).venue == ""


@pytest.mark.parametrize(
    ("comment", "pages"),
    [
        ("12 pages, 3 figures", 12),
        ("12+5 pages", 12),
        ("8 pp.", 8),
        ("Accepted; 1 page", 1),
        ("4 pages of appendix", None),
        ("3 figures", None),
        (None, None),
    ],
)
def test_pages(comment: str | None, pages: int | None) -> None:
    """Those of the paper, not of a part of it."""
    assert read_comment(comment).pages == pages


@pytest.mark.parametrize(
    ("comment", "thesis"),
    [
        ("PhD thesis, 150 pages", "PhD thesis"),
        ("Ph.D. Thesis, University of Rivers", "Ph.D. Thesis"),
        ("Master's thesis", "Master's thesis"),
        ("Doctoral dissertation", "Doctoral dissertation"),
        ("Based on the author's PhD thesis", ""),
        ("Part of a PhD thesis", ""),
    ],
)
def test_theses(comment: str, thesis: str) -> None:
    """A paper made of one is none."""
    assert read_comment(comment).thesis == thesis


@given(st.text() | st.lists(st.sampled_from([*ACCEPTED, *NOT_ACCEPTED])).map("; ".join))
def test_every_word_is_the_comments_own(comment: str) -> None:
    """Whatever it is."""
    facts = read_comment(comment)
    plain = " ".join(comment.split())
    assert facts.venue in plain
    assert facts.thesis in plain


def test_venues_are_read_surely() -> None:
    """Of 100 that are given 98 are right, and of 100 that are told 95 are given."""
    rows = read_all()
    precision, recall = shares(rows)
    assert len(rows) >= 1_000
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize(
    "comment", ["Presented at CHEP 2026, Krakow", "Accepted at CHEP 2026; now"]
)
def test_a_word_that_ends_in_w_is_no_workshop(comment: str) -> None:
    """Initials that do are."""
    assert read_comment(comment).venue == "CHEP 2026"
