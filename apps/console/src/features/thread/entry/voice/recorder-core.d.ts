/** Gives nothing: it hangs itself on an object, see `loadEngine`. */
declare module 'recorder-core/src/engine/beta-amr-engine.js';
