/** The data folder: who may open it, the ports it keeps, the instance that runs on it. */
@NullMarked
package io.fedics.app.folder;

import org.jspecify.annotations.NullMarked;
