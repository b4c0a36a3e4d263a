/** Who may ask: token, sessions, roles; the pages that are open to everybody. */
@NullMarked
package io.fedics.present.access;

import org.jspecify.annotations.NullMarked;
