/** Trainers of trees over binned columns: boosting and forests. Same seed, same trees, whatever the number of threads. */
@NullMarked
package io.fedics.fl.train.tree;

import org.jspecify.annotations.NullMarked;
