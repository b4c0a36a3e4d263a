/** What a site does with its own rows: trains, judges, and pays for what it tells. Knows no transport. */
@NullMarked
package io.fedics.fl.site;

import org.jspecify.annotations.NullMarked;
