"""English words by what they are in a sentence, as far as that tells clauses apart."""

from __future__ import annotations

from typing import Final

from summaries.text.folding import word_set
from topics.english.stems import stem

PREPOSITIONS: Final = word_set(
    """
    of in on at by for with from to into over under above below between across during after
    before within without against among than as per via through toward towards beyond until
    since behind despite upon around about off out near beneath along outside inside when if
    because where once using ahead unlike versus vs like instead rather ours
    """
) - {"ours"}
AUXILIARIES: Final = word_set(
    """
    is are was were be been being am has have had having do does did can could may might must
    will would shall should cannot
    """
)
DETERMINERS: Final = word_set(
    """
    the a an this these its their our his her each every all both no any some another such other
    more most less least fewer several many few half only even very much so too also not
    """
)
PRONOUNS: Final = word_set("that those one ones it they them he she which who whom whose what")
OWN: Final = word_set("we us our ours ourselves")
DENYING: Final = word_set("not no never neither nor cannot none nothing hardly barely without")
JOINING: Final = word_set("and or but while whereas although though nor plus")
VERBS: Final = frozenset(
    map(
        stem,
        word_set(
            """
            abandon absorb accelerate accept account accumulate achieve acquire act activate adapt
            add adjust adopt advance affect agree aid allow amplify analyse analyze anneal
            annotate anticipate appear apply approach arise arrive ask assemble assess assign
            assist associate assume attack attain attract attribute avoid balance beat become
            begin behave believe bend benefit bind blame block blur boost borrow break breed bring
            broadcast broaden build burst buy bypass calculate carry cast cause cease change
            characterise characterize check choose circulate cite claim classify clean climb close
            coincide collapse collect combine come communicate compare compensate compete compile
            complete compress comprise compute concentrate concern conclude condense conduct
            confine confirm confuse conjecture connect conserve consider consist constitute
            constrain construct consult consume contain continue contract contradict contribute
            control converge convert cool cooperate copy correct correlate cost count couple cover
            crack crash create cross cure cut damage deal decay decide decline decrease defeat
            define deform degrade delay delete deliver demand demonstrate deny depend deploy
            deposit derive descend describe deserve design destroy detach detect deteriorate
            determine develop deviate diagnose die differ dim disagree disappear discard discharge
            discover discuss dismiss disperse display dissipate dissolve distinguish distort
            distribute disturb diverge divide dominate dope double doubt drain draw drift drive
            drop earn eat educate eject elect eliminate embed emerge emit employ enable encode
            encounter encourage endorse engage enhance enjoy enlarge ensure enter equip erase
            erode escape establish estimate etch evade evaluate evolve examine exceed exchange
            excite exclude execute exert exhibit exist expand expect explain exploit explore
            expose express extend extract fabricate face facilitate fade fail fall favor favour
            feed fill filter find fire fit fix flag flip float flow flower fluctuate fold follow
            force forecast forget form freeze fuel fund fuse gain gather generate get give govern
            grade grant grasp graze grow guarantee guide halve handle happen harm harvest hear
            heat help hiss hit hold host hum hunt hurt identify ignore illustrate imitate impair
            implement imply impose improve include incorporate increase indicate induce infect
            influence inform inherit inhibit initiate inject insert inspect inspire install
            integrate intend interact interfere interpret interrupt interview introduce invade
            invent invest investigate invite involve irradiate isolate join judge jump justify
            keep kill label lack last launch lead leak learn leave lengthen let lie lift limit
            live load locate lock lose lower maintain make manage manipulate map mask match mate
            matter maximize measure mediate memorize merge migrate mimic minimize miss model
            modify monitor motivate move multiply mutate narrow need neglect negotiate nest note
            notice number obey observe obtain occupy occur offer omit open operate oppose optimize
            orbit order organize originate oscillate outlive outperform overcome overestimate
            overlap override own participate pass pause pay peak penetrate perform permit persist
            persuade perturb pick place plan play point polish pollute populate possess postpone
            postulate pour precede preclude predict prefer prepare present preserve press prevail
            prevent prioritize probe process produce profit prolong promise promote prompt
            propagate propose protect prove provide publish pull punish purchase pursue push put
            qualify quote radiate raise rank rate reach react read rebuild recall receive
            recognize recommend reconcile reconstruct record recover recruit reduce refine reflect
            refuse refute regulate reinforce reject relate relax release rely remain remove render
            reopen repair repeat repel replace reply report represent reproduce require rescue
            resemble reside resist resolve respond restore restrict result resume retain retrieve
            return reuse reveal reverse review reward rewrite ride ripen rise rotate rule run
            rupture sample satisfy saturate save scale scan scatter score search secrete secure
            see seek seem select sell send separate serve set settle shape share sharpen shed
            shift shine shorten show shrink shut sign signal simplify simulate sink skip slide
            slip slow smooth soften solve sort spawn speak specify spend spin split spoil spread
            stabilize stay steer stem stick stimulate stir stop store strengthen stretch strike
            struggle study submit subsidize substitute subtract succeed suffer suffice suggest
            superconduct supply support suppress surpass surround survey survive suspect suspend
            sustain swap swim switch synthesize tackle take target teach tell tend terminate test
            threaten tighten tolerate touch trace track trade trail train transfer transform
            translate transmit trap travel treat trigger trust tune turn underestimate undergo
            undermine understand unify update upgrade use validate vanish vary verify violate
            visit vote wait wake walk wander warm warn waste watch weaken wear weigh widen win
            withdraw work worry worsen write yield
            """
        ),
    )
)
"""Of what papers tell that things do; many are nouns too, see `_is_verb`."""
IRREGULAR: Final = {
    form: stem(base)
    for base, forms in {
        "rise": "rose risen", "fall": "fell fallen", "take": "took taken", "give": "gave given",
        "make": "made", "find": "found", "show": "shown", "grow": "grew grown", "keep": "kept",
        "lose": "lost", "hold": "held", "eat": "ate eaten", "sell": "sold", "buy": "bought",
        "choose": "chose chosen", "break": "broke broken", "come": "came", "see": "saw seen",
        "get": "got gotten", "win": "won", "teach": "taught", "leave": "left", "lead": "led",
        "write": "wrote written", "rewrite": "rewrote rewritten", "build": "built", "begin":
        "began begun", "become": "became", "run": "ran", "spend": "spent", "pay": "paid",
        "send": "sent", "meet": "met", "draw": "drew drawn", "drive": "drove driven",
        "bring": "brought", "speak": "spoke spoken", "sink": "sank sunk", "spin": "spun",
        "shrink": "shrank shrunk", "know": "knew known", "say": "said", "go": "went gone goes",
        "understand": "understood", "forget": "forgot forgotten", "seek": "sought", "feed": "fed",
        "bend": "bent", "freeze": "froze frozen", "withdraw": "withdrew", "stand": "stood",
    }.items()
    for form in forms.split()
}  # fmt: skip
NO_VERB_BEHIND: Final = (
    (PREPOSITIONS | DETERMINERS) - word_set("to when if because where once also not only even")
) | word_set("whose")
NO_VERBS_ENDINGS: Final = ("ing", "ion", "ions", "ment", "ments", "ness", "ity", "val", "vals")
VERBS_ENDINGS: Final = ("ize", "ify", "ate", "ree", "uce", "ect", "ist", "erge", "ide", "end")
AGENTS: Final = ("er", "ers", "or", "ors", "models")
NO_AGENTS: Final = word_set(
    """
    lower lowers cover covers trigger triggers consider considers differ differs suffer suffers
    offer offers recover recovers deliver delivers discover discovers enter enters filter
    filters monitor monitors transfer transfers alter alters favor favors order orders prefer
    prefers number numbers scatter scatters render renders answer answers gather gathers alters
    """
)
PLURALS_DO: Final = word_set(
    """
    stay fall rise grow drop differ vary show remain need have become depend agree disagree lead do
    """
)
BEFORE_BASE_FORMS: Final = word_set(
    """
    to not also we they who that which and or but , ; : can could may might must will would
    shall should do does did cannot often still then always never only even itself both i you
    thereby thus hence therefore
    """
)
PLURALS: Final = word_set(
    """
    those these they data people women men children mice bacteria larvae spectra media criteria
    phenomena fish species series algae fungi nuclei stimuli teeth feet sheep others ones many
    most few
    """
)
UNCHANGING: Final = word_set("set put cut let hit cost spread split hurt beat read shut")
"""Verbs whose past is as their present."""
LINKING: Final = frozenset(map(stem, word_set("become remain seem appear stay feel look")))
HELD: Final = word_set("has have had is are was were be been being am having")
CLAUSE_BEGINS: Final = word_set(
    """
    , ; : and or but that which who while whereas than when if where because how why to
    """
)
MODALS: Final = word_set(
    """
    can could may might must will would shall should do does did cannot not
    """
)
COMPARED: Final = word_set("more less fewer most least")


COMPARATIVES: Final = word_set(
    """
    more less fewer better worse higher lower faster slower larger smaller bigger greater
    stronger weaker longer shorter earlier later deeper shallower wider narrower thicker thinner
    heavier lighter cheaper dearer costlier easier harder simpler richer poorer older younger
    newer brighter fainter dimmer hotter colder warmer cooler closer farther further nearer
    steeper flatter softer denser sparser quicker broader finer coarser louder quieter cleaner
    safer smoother rougher taller noisier busier earlier milder sharper tighter looser rarer
    fuller
    """
)
JOINTS: Final = word_set(", ; : ( and or but while whereas")
"""Behind which a clause may begin."""
