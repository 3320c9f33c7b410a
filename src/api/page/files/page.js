// What pages do beyond what they do without it: copy, and take a file that is dropped on a form.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const words = button.firstChild.textContent;
    try {
      await navigator.clipboard.writeText(source.href ?? source.textContent);
      button.firstChild.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.firstChild.textContent = "Selected: copy it";
    }
    setTimeout(() => { button.firstChild.textContent = words; }, 2000);
  });
}

for (const shown of document.querySelectorAll(".scripted")) shown.hidden = false;

// The text of a file goes into the box: nothing is sent before the button is pressed.
async function take(file, box) {
  if (!file) return;
  box.value = await file.text();
  box.focus();
  box.setSelectionRange(0, 0);
}

for (const input of document.querySelectorAll("[data-file]")) {
  input.addEventListener("change", () => take(input.files[0], document.getElementById(input.dataset.file)));
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const box = document.getElementById(form.dataset.drop);
  const isFile = (event) => event.dataTransfer?.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    box.classList.add("over");
  });
  form.addEventListener("dragleave", () => box.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    box.classList.remove("over");
    take(event.dataTransfer.files[0], box);
  });
}
