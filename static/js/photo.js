// A photograph too heavy to send is made smaller before it leaves: 2000 pixels are enough to read a sheet.
modules.photo = (input) => {
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file || !file.type.startsWith("image/") || file.size < 1500000) return;
    const picture = await createImageBitmap(file).catch(() => null);
    if (!picture) return;
    const ratio = Math.min(1, 2000 / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(picture.width * ratio), height: Math.round(picture.height * ratio),
    });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((small) => {
      if (!small) return;
      const held = new DataTransfer();
      held.items.add(new File([small], "feuille.jpg", { type: "image/jpeg" }));
      input.files = held.files;
    }, "image/jpeg", 0.8);
  });
};
