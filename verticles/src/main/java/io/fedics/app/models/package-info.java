/** {@code ./fedics models}: what there is, what each is, which is in force. */
@NullMarked
package io.fedics.app.models;

import org.jspecify.annotations.NullMarked;
