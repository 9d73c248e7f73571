/** What beans and meters alike read: the pool, and the count of operations. */
@NullMarked
package dev.portmanager.jmx.source;

import org.jspecify.annotations.NullMarked;
