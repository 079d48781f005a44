// Each behaviour registers a name; an element asks for it with data-module="name". Every page works without any of them.
"use strict";
const modules = {};
