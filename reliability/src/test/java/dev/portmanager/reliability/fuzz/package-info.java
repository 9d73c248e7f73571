/**
 * Random bytes for every decoder, steered by what code they reach; hostile names on real processes.
 */
@NullMarked
package dev.portmanager.reliability.fuzz;

import org.jspecify.annotations.NullMarked;
