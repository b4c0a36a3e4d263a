/** Records that people ask about, upload or send as a test, with what the models say of them. */
@NullMarked
package io.fedics.present.scoring;

import org.jspecify.annotations.NullMarked;
