"""Who works where. Bios say what a person does in the clinic; nobody is praised."""

from .shapes import CredentialContent, ProviderContent

CREDENTIALS = (
    CredentialContent("MD", "Doctor of Medicine", "Physician"),
    CredentialContent("DO", "Doctor of Osteopathic Medicine", "Physician"),
    CredentialContent("CRNA", "Certified Registered Nurse Anesthetist", "Person"),
    CredentialContent("APNP", "Advanced Practice Nurse Prescriber (Wisconsin)", "Person"),
    CredentialContent("PA-C", "Physician Assistant, Certified", "Person"),
    CredentialContent("RN", "Registered Nurse", "Person"),
    CredentialContent("PsyD", "Doctor of Psychology", "Person"),
    CredentialContent("MPH", "Master of Public Health", "Person"),
)

PROVIDERS = (
    ProviderContent(
        slug="imani-okafor",
        name="Imani Okafor",
        credentials=("MD",),
        summary="Reads each history before a first infusion and signs the plan.",
        roles={"duluth": "Medical director, anesthesiologist", "st-cloud": "Medical director, anesthesiologist"},
        bio=(
            (
                "Dr. Okafor is an anesthesiologist with further training in pain medicine. She reads the whole "
                "file before a first infusion, calls the doctor who sent it when something is missing, and signs "
                "or refuses the plan."
            ),
            (
                "She wrote the protocol both Northlight clinics use, including the page on when to stop. On "
                "Wednesdays she answers questions by phone until seven in the evening."
            ),
            "Away from work she swims in Lake Superior on more days of the year than her family thinks wise.",
        ),
        languages=("English", "Igbo"),
        licence_states=("MN", "WI"),
        portrait="imani-okafor",
    ),
    ProviderContent(
        slug="dana-whitfield",
        name="Dana Whitfield",
        credentials=("CRNA", "APNP"),
        summary="Places the IV, sets the dose and stays on the floor for the whole infusion.",
        roles={"duluth": "Nurse anesthetist, treats here every day"},
        bio=(
            (
                "Dana spent years in operating rooms on both sides of the bridge before coming to Northlight. "
                "She starts the IV, sets the pump, and is the person who turns it down when you raise a hand."
            ),
            (
                "Her rule for a first infusion: nobody has to be brave. The dose begins low, and the plan already says "
                "what happens if you want to stop."
            ),
        ),
        languages=("English",),
        licence_states=("MN", "WI"),
        portrait="dana-whitfield",
    ),
    ProviderContent(
        slug="mei-tanaka",
        name="Mei Tanaka",
        credentials=("RN",),
        summary="Sits nearby, checks blood pressure and walks you to the car.",
        roles={"duluth": "Infusion nurse"},
        bio=(
            (
                "Mei came from a recovery room, where she learned that most people wake up wanting to know two things: "
                "where they are, and who is there. She tells you both before you ask."
            ),
            "She makes the call on the day after each infusion and writes down what you say in your own words.",
        ),
        languages=("English", "Japanese"),
        licence_states=("MN",),
        portrait="mei-tanaka",
    ),
    ProviderContent(
        slug="annika-holm",
        name="Annika Holm",
        credentials=("DO",),
        summary="Examines, explains and looks for what has not been tried yet.",
        roles={"st-cloud": "Physician, physical medicine and rehabilitation"},
        bio=(
            (
                "Dr. Holm is a rehabilitation physician. She examines people standing up and walking, because "
                "pain rarely shows itself in a chair, and keeps a list of treatments that were never given a "
                "fair try."
            ),
            (
                "For about as many people as she starts on a series she suggests something else first: a different "
                "therapist, a sleep study, a medicine at a dose that can work."
            ),
        ),
        languages=("English", "Swedish"),
        licence_states=("MN",),
        portrait="annika-holm",
    ),
    ProviderContent(
        slug="khadra-warsame",
        name="Khadra Warsame",
        credentials=("PA-C",),
        summary="Leads the first talk and plans each visit with you.",
        roles={"st-cloud": "Physician assistant, first talks and follow-up"},
        bio=(
            (
                "Khadra holds most of the first talks in St. Cloud, by phone or in person, in English or Somali. "
                "She asks what a good week would look like and writes that on the first page of the plan."
            ),
            "She grew up six streets from the clinic and still knows which bus stops are shoveled in January.",
        ),
        languages=("English", "Somali", "Arabic"),
        licence_states=("MN",),
        portrait="khadra-warsame",
    ),
    ProviderContent(
        slug="peter-vang",
        name="Peter Vang",
        credentials=("RN",),
        summary="Watches the monitors, and you, from the first minute to the last.",
        roles={"st-cloud": "Infusion nurse"},
        bio=(
            (
                "Peter worked in intensive care before he chose quieter rooms. During an infusion he sits where "
                "you can see him and says out loud what he is about to do."
            ),
            "Bring a drawing to hang up if your grandchildren make them. His wall has space.",
        ),
        languages=("English", "Hmong"),
        licence_states=("MN",),
        portrait="peter-vang",
    ),
    ProviderContent(
        slug="lucille-brandt",
        name="Lucille Brandt",
        credentials=("PsyD",),
        summary="Talks with people before and after a series, and with the families who drive them.",
        roles={
            "duluth": "Psychologist, by video and every other Tuesday",
            "st-cloud": "Psychologist, Mondays and Thursdays",
        },
        bio=(
            (
                "Dr. Brandt is a psychologist; she prescribes nothing. She meets people before a series to ask "
                "what they hope for and what they fear, and afterwards to make use of a better week if one comes."
            ),
            "She also says plainly when a hope is too large for any treatment, and stays to talk about that.",
        ),
        languages=("English", "German"),
        licence_states=("MN", "WI"),
        portrait="lucille-brandt",
    ),
    ProviderContent(
        slug="rafael-herrera",
        name="Rafael Herrera",
        credentials=("MD",),
        summary="Asks about mood when you come for pain, and about pain when you come for mood.",
        roles={"santa-fe": "Medical director, psychiatrist"},
        bio=(
            (
                "Dr. Herrera is a psychiatrist who worked for years in a pain clinic and noticed that each profession "
                "asked half of the questions. At Cholla Bend the first appointment takes an hour and has both halves."
            ),
            (
                "He keeps treating you together with your own psychiatrist or therapist and sends them a letter after "
                "each visit, if you allow it."
            ),
        ),
        languages=("English", "Spanish"),
        licence_states=("NM", "CO"),
        portrait="rafael-herrera",
    ),
    ProviderContent(
        slug="elena-trujillo",
        name="Elena Trujillo",
        credentials=("CRNA",),
        summary="Gives the infusions and decides, minute by minute, whether to go on.",
        roles={"santa-fe": "Nurse anesthetist"},
        bio=(
            (
                "Elena has given anesthesia in hospitals across northern New Mexico, one of them reached by a "
                "road that closes when it snows. She likes plans that still work when something goes wrong."
            ),
            "She explains every alarm before it can sound, in English or Spanish.",
        ),
        languages=("English", "Spanish"),
        licence_states=("NM",),
        portrait="elena-trujillo",
    ),
    ProviderContent(
        slug="noah-abeyta",
        name="Noah Abeyta",
        credentials=("RN",),
        summary="Greets you at the blue door and goes home after you do.",
        roles={"santa-fe": "Infusion nurse and care coordinator"},
        bio=(
            (
                "Noah takes your blood pressure, asks who is driving, and calls if you said you would come and "
                "did not. He answers most of the requests that are sent from this page."
            ),
            "Before nursing he repaired guitars. There is one in the waiting room and you may play it.",
        ),
        languages=("English", "Spanish"),
        licence_states=("NM",),
        portrait="noah-abeyta",
    ),
)
