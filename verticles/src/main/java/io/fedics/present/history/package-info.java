/** What is stored, read for the API: one class a subject, all through one pool with a limit of time. */
@NullMarked
package io.fedics.present.history;

import org.jspecify.annotations.NullMarked;
