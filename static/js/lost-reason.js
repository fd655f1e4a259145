// Why a lead is lost is asked where it would be lost. Without this script the question always stands there.

export function showReason(within = document) {
  for (const stage of within.querySelectorAll("select[data-needs-reason]")) {
    const needing = stage.dataset.needsReason.split(" ");
    stage.form.elements.lost_reason.closest(".lead-field").hidden = !needing.includes(stage.value);
  }
}

addEventListener("change", ({ target }) => target.matches?.("select[data-needs-reason]") && showReason());
showReason();
