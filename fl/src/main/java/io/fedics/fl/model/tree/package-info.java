/** Trees as flat arrays: isolation forests, random forests and boosted trees, scored in blocks. */
@NullMarked
package io.fedics.fl.model.tree;

import org.jspecify.annotations.NullMarked;
