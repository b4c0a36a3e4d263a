/** Models on the disk: those that are shipped and those that were trained, which of them are in force, and what reads them. */
@NullMarked
package io.fedics.app.bundle;

import org.jspecify.annotations.NullMarked;
