"""What the network says of visitors' data: one page, in words that the software keeps."""

PRIVACY_TITLE = "Your privacy"
PRIVACY_LEAD = "What these pages learn about you, who reads it, and how long it is kept."
PRIVACY_SECTIONS = (
    (
        "While you read",
        (
            "<p>These pages set no cookie and ask nobody else for anything: no advertising, no counting by others, no "
            "map service before you follow its link. The finder looks up the place you type and does not keep it.</p>"
            "<p>Until you close the tab, your browser remembers which link brought you here. It leaves your browser "
            "only with a request that you send, and not at all where you ask for privacy.</p>"
        ),
    ),
    (
        "When you ask for a consult",
        (
            "<p>What you write goes to the clinic you choose and to nobody else. Its coordinators read it, answer you "
            "and note what was agreed. What you tell about your health is encrypted where it is stored, and no alert "
            "or letter repeats it.</p><p>You do not have to write about your health to get an answer.</p>"
        ),
    ),
    (
        "The newsletter",
        (
            "<p>Nothing is sent before you press the button in a first letter. Every letter after it has a way out "
            "that works with one press.</p>"
        ),
    ),
    (
        "What you may ask for",
        (
            "<ul><li>to see what a clinic has stored about you</li><li>to have it put right</li><li>to have it "
            "deleted, as far as the law lets a clinic delete it</li></ul><p>Call the clinic or write to it. You need "
            "give no reason.</p>"
        ),
    ),
)
