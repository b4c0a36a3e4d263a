/** Settings: {@code section.kebab-name}, read once, unknown keys refused. */
@NullMarked
package io.fedics.shared.config;

import org.jspecify.annotations.NullMarked;
