/** What speed claims rest on; results with machine and spread are in {@code benchmarks/README.md}. */
@NullMarked
package io.fedics.benchmark;

import org.jspecify.annotations.NullMarked;
