// compareArray is defined in assert.js.

({});
