// The map beside the list: points and groups that the keyboard reaches, a background when a tile server is configured and answers.
modules.drawMap = async (panel, data) => {
  const { words } = data;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const say = (text, values) => Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);
  const make = (tag, values, ...inside) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...inside);
    return node;
  };
  const ask = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const found = await ask(data.spots);

  const view = make("div", { className: "map__view" });
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", words.title);
  const status = make("p", { className: "map__said" });
  status.setAttribute("role", "status");
  const zone = make("button", { type: "button", className: "button button--secondary", textContent: words.zone });
  panel.replaceChildren(view, make("div", { className: "map__bar" }, zone, status));

  const map = L.map(view, { zoomControl: false, minZoom: 7, maxZoom: 17, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still });
  map.attributionControl.setPrefix(false);
  // A list opened from a point keeps clear of these two buttons: they stand in the corner where no list comes.
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out, position: "bottomleft" }).addTo(map);
  const clear = { autoPanPaddingTopLeft: [8, 8], autoPanPaddingBottomRight: [8, 116] };

  const Mark = L.DivIcon.extend({
    createIcon(old) {
      const node = L.DivIcon.prototype.createIcon.call(this, old);
      node.setAttribute("aria-label", this.options.label);
      return node;
    },
  });
  const mark = (n, label, className) => new Mark({ html: make("span", { textContent: n }), label, className: `spot ${className}`, iconSize: [44, 44] });
  const groups = L.markerClusterGroup({
    showCoverageOnHover: false, animate: !still, maxClusterRadius: 44,
    iconCreateFunction: (group) => {
      const n = group.getAllChildMarkers().reduce((sum, each) => sum + each.options.n, 0);
      return mark(n, say(words.group, { n }), "spot--group");
    },
  });
  const list = (spot) => {
    const links = spot.missions.map(({ title, host, url }) => make("li", {}, make("a", { href: url, textContent: title }), make("span", { textContent: host })));
    const n = links.length;
    return make("div", { className: "map__spot" }, make("p", {}, make("strong", { textContent: say(n > 1 ? words.spots : words.spot, { name: spot.name, n }) })), make("ul", {}, ...links));
  };
  for (const spot of found.spots) {
    const n = spot.missions.length;
    const label = say(n > 1 ? words.spots : words.spot, { name: spot.name, n });
    L.marker([spot.lat, spot.lon], { icon: mark(n, label, ""), n }).bindPopup(() => list(spot), { ...clear, maxWidth: 280, minWidth: 200, maxHeight: 260 }).addTo(groups);
  }
  groups.addTo(map);

  // A list of missions opened from a point takes the focus, and gives it back when it closes.
  map.on("popupopen", ({ popup }) => {
    const box = popup.getElement();
    box.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.shut);
    box.querySelector("a[href]:not(.leaflet-popup-close-button)").focus({ preventScroll: true });
  });
  map.on("popupclose", ({ popup }) => {
    const active = document.activeElement;
    if (active === document.body || popup.getElement()?.contains(active)) popup._source?.getElement()?.focus({ preventScroll: true });
  });
  view.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") map.closePopup();
  });

  const fit = () => {
    if (found.circle) {
      const centre = L.latLng(found.circle.lat, found.circle.lon);
      map.fitBounds(centre.toBounds(found.circle.km * 2000), { animate: false });
      L.circle(centre, { radius: found.circle.km * 1000, color: ink("--drac"), weight: 2, dashArray: "6 6", fill: false, interactive: false }).addTo(map);
    } else if (found.spots.length) map.fitBounds(groups.getBounds().pad(0.1), { animate: false, maxZoom: 13 });
    else map.setView([45.2, 5.6], 8);
  };

  // Without a background: the communes of our own list, their names where there is room.
  const names = L.layerGroup();
  let communes = [];
  const label = () => {
    names.clearLayers();
    const { x: width, y: height } = map.getSize();
    const taken = found.spots.map(({ lat, lon }) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return [x - 24, y - 24, x + 24, y + 24];
    });
    const shown = communes.filter(([, lat, lon]) => map.getBounds().contains([lat, lon]));
    for (const [name, lat, lon] of shown.slice(0, 150)) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      const box = [x, y - 12, x + 8 * name.length + 16, y + 12];
      if (box[2] > width || box[3] > height || box[1] < 0 || taken.some((each) => box[0] < each[2] && each[0] < box[2] && box[1] < each[3] && each[1] < box[3])) continue;
      taken.push(box);
      const icon = L.divIcon({ className: "map__name", html: make("span", { textContent: name }), iconSize: [0, 0] });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(names);
    }
  };
  const drawCommunes = async () => {
    if (communes.length) return;
    communes = await ask(data.communes);
    const renderer = L.canvas();
    for (const [, lat, lon] of communes) L.circleMarker([lat, lon], { renderer, radius: 2, weight: 0, fillColor: ink("--line"), fillOpacity: 0.7, interactive: false }).addTo(map);
    names.addTo(map);
    map.on("moveend", label);
    label();
  };

  const counted = () => {
    const n = found.drawn;
    const said = [n ? say(n > 1 ? words.many : words.one, { n }) : words.none];
    if (found.total > found.most) said.push(say(words.first, { n: found.most }));
    else if (found.total > n) said.push(say(words.away, { n: found.total - n }));
    return [...said, words.same].join(" ");
  };

  zone.addEventListener("click", () => {
    const centre = map.getCenter();
    const km = centre.distanceTo(map.getBounds().getNorthEast()) / 1000;
    const address = new URL(data.zone, location.href);
    const rayon = data.radii.find((each) => each >= km * 0.9) ?? data.radii.at(-1);
    for (const [name, value] of Object.entries({ lat: centre.lat.toFixed(2), lon: centre.lng.toFixed(2), rayon })) address.searchParams.set(name, value);
    location.assign(address);
  });

  fit();
  if (data.tiles) {
    let came = false;
    let failed = 0;
    const tiles = L.tileLayer(data.tiles, { attribution: data.credit, maxZoom: 17, minZoom: 7 });
    const lost = () => {
      if (communes.length || !map.hasLayer(tiles)) return;
      status.textContent = `${words.untiled} ${counted()}`;
      tiles.remove();
      drawCommunes();
    };
    tiles.on("tileload", () => {
      came = true;
      failed = 0;
    });
    // One missing image is nothing; a server that never answers, is silent or stops is a background of our own.
    tiles.on("tileerror", () => {
      failed += 1;
      if (!came || failed > 5) lost();
    });
    setTimeout(() => {
      if (!came) lost();
    }, 6000);
    tiles.addTo(map);
  } else await drawCommunes();
  status.textContent = counted();
  return { shown: () => map.invalidateSize() };
};
