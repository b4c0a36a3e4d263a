/** Frames for browsers and messages for WebSockets: only what somebody looks at, and never more than a fixed number. */
@NullMarked
package io.fedics.present.live;

import org.jspecify.annotations.NullMarked;
