"""Pages of no particular kind: whether an infusion fits, what a first visit is like. Only what is told in words; the
blocks around them are in `demo/seeding/visits.py`."""

FIT_TITLE = "Is an infusion right for you?"
FIT_INTRO = "Chronic pain takes sleep, work and plans. For whom an infusion is considered, and for whom not."
FIT_HERO = (
    "Questions to begin with",
    "Nobody can say from a page. A provider will ask you these things; you can ask them of yourself first.",
)
CONSIDERED_FOR = (
    "your pain has lasted longer than three months",
    "two or more usual treatments, at a full dose and for long enough, have not been enough",
    "an operation is planned, and your pain should be calmer before it",
    "you and your doctor look for a way around opioids",
    "somebody can drive you home and stay with you that evening",
)
REASONS_AGAINST = (
    "pregnancy or breast-feeding",
    "blood pressure that is not controlled, or a recent heart attack or stroke",
    "psychosis, now or in the past",
    "severe liver disease, or bladder pain that nobody has explained",
    "drinking or using drugs in a way that is hard to stop",
)
HOW_IT_WORKS = (
    "<p>Ketamine blocks a receptor that helps nerves in the spinal cord stay excited. For some people pain is quieter "
    "for a while; why the relief can outlast the medicine is not fully understood. It is one part of a plan, "
    "beside movement, sleep and somebody to talk to.</p>"
)
EXPECT = (
    ("A talk", "A provider reads your records and asks what you have tried. No medicine is given that day."),
    ("A short series", "Several appointments over two to four weeks. Each is announced with its length and its price."),
    ("Looking back", "Relief may come within hours, after several visits, or not at all, and may last days or months."),
)
ROUTES_CAPTION = "How ketamine can be given, and what is known"
ROUTES = (
    ("", "Where", "Who watches", "What to know"),
    ("By pump into a vein", "at the clinic", "a nurse, all the time", "the most common way, and the most studied"),
    ("Injection into a muscle", "at the clinic", "a nurse", "cannot be slowed once it is given"),
    ("Spray into the nose", "at the clinic", "a nurse, for two hours", "esketamine alone is approved, for depression"),
    ("Tablet or lozenge", "often at home", "nobody", "compounded: see the warning"),
    ("Gel or cream", "at home", "nobody", "compounded: little of it reaches the blood"),
)
COMPOUNDED_HEADING = "Compounded ketamine"
COMPOUNDED = (
    "Tablets, lozenges, gels and sprays that a pharmacy mixes itself are not reviewed by the FDA. It has warned of "
    "harm from compounded ketamine that people took at home without anybody watching. None of our clinics does that."
)
FIT_ASK = "A clinic answers what a page cannot."

VISIT_TITLE = "Your first visit in Duluth"
VISIT_INTRO = "Where to go, whom you will meet and what it costs, before anything is decided."
VISIT_HERO = ("The first visit is a talk", "Fifty minutes, no medicine, and a door you may walk out of at any time.")
VISIT_ROOM = "The room in which you talk: a window, a chair, a plant that somebody waters."
VISIT_STEPS = (
    ("Arrive", "Ring at Suite 2. Somebody meets you at the door; there is no form to fill in standing up."),
    ("Talk", "Bring your list of medicines and the names of doctors who know you."),
    ("Go home with a page", "What was said, what it would cost, and what happens if you do nothing."),
)
VISIT_EMERGENCY = "The clinic has no emergency room."
VISIT_CONSULT = "Ask for a first visit"
VISIT_BOOKING = "Rather choose a time yourself?"
# A film that anybody may show (Creative Commons Attribution): it stands where a clinic shows its own.
FILM_URL = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
FILM_TITLE = "Big Buck Bunny, by the Blender Foundation, in place of a walk through the clinic"
FILM_TRANSCRIPT = "An animated film without words: a large rabbit, three rodents, a meadow."

COLUMN_ADDED = "What we add to this column"
COLUMN_CONTACT = "Our locations, and how to find them"

PAIN_AT_HAND = "If you cannot wait, or think of ending your life, do not wait for us."
