/**
 * The program, and the one place that knows all stages: a package a command, and what commands share in {@code cli},
 * {@code config}, {@code folder}, {@code bundle} and {@code infrastructure}. Only here is the environment read.
 */
@NullMarked
package io.fedics.app;

import org.jspecify.annotations.NullMarked;
