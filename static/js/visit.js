// Where this visit came from, kept for as long as the tab is open: no cookie, no identifier, nothing sent by itself.
// Forms carry it along, and a campaign's own phone number stands where the clinic's main one would.
// A browser that asks for privacy is left alone.

const CAMPAIGN = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
const CLICKS = ["gclid", "gbraid", "wbraid", "msclkid", "fbclid", "ttclid", "li_fat_id"];
const KEY = "visit";

function thisTouch() {
  const touch = {};
  const query = new URLSearchParams(location.search);
  for (const name of [...CAMPAIGN, ...CLICKS]) if (query.get(name)) touch[name] = query.get(name).slice(0, 200);
  const referrer = document.referrer && new URL(document.referrer).host;
  if (referrer && referrer !== location.host) touch.referrer_host = referrer.replace(/:\d+$/, "");
  return Object.keys(touch).length ? { ...touch, landing_page: location.pathname } : null;
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

// The first touch stays, a later one replaces the last. A visit without any begins where it began.
function visitSoFar() {
  const touch = thisTouch();
  const { first, last } = remembered();
  const visit = { first: first ?? touch ?? { landing_page: location.pathname }, last: touch ?? last };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(visit));
  } catch {
    // Storage is full or refused: this page alone knows.
  }
  return visit;
}

function fillForms({ first, last }) {
  for (const form of document.querySelectorAll("[data-consult-form]")) {
    const fields = { first_touch: JSON.stringify(first), last_touch: last ? JSON.stringify(last) : "" };
    for (const name of CAMPAIGN) fields[name] = (last?.[name] ?? "").slice(0, 120);
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && !field.value) field.value = value;
    }
  }
}

function showCampaignNumbers(touch) {
  const told = document.getElementById("campaign-numbers");
  if (!told || !touch?.utm_source) return;
  const is = (wanted, said) => !wanted || wanted === said?.toLowerCase();
  for (const clinic of JSON.parse(told.textContent)) {
    const number = clinic.numbers.find((each) => is(each.source, touch.utm_source) && is(each.campaign, touch.utm_campaign));
    if (!number) continue;
    for (const link of document.querySelectorAll(`a[href="${clinic.tel}"]`)) {
      link.href = number.tel;
      for (const node of link.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(clinic.display, number.display);
      }
      const label = link.getAttribute("aria-label");
      if (label) link.setAttribute("aria-label", label.replace(clinic.display, number.display));
    }
  }
}

if (!navigator.globalPrivacyControl) {
  const visit = visitSoFar();
  fillForms(visit);
  showCampaignNumbers(visit.last);
}
