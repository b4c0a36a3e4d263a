/** What commands share: exit codes, arguments, progress, figures in answers. */
@NullMarked
package io.fedics.app.cli;

import org.jspecify.annotations.NullMarked;
