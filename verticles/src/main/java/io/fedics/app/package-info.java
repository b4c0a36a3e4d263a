/**
 * The program: command line, data folder, embedded broker and database, and the one place that knows all stages.
 * The only package that reads the environment.
 */
@NullMarked
package io.fedics.app;

import org.jspecify.annotations.NullMarked;
