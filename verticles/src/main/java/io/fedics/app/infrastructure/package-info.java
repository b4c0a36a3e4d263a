/** Broker, database and cluster, embedded or not: started, migrated, found and watched. */
@NullMarked
package io.fedics.app.infrastructure;

import org.jspecify.annotations.NullMarked;
