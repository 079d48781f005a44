// Last of the bundle: gives every element the behaviour it asks for; one that fails leaves the others alone.
for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    try {
      if (modules[name]) modules[name](element);
    } catch (error) {
      console.error(name, error);
    }
  }
}
