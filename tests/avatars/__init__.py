"""Tests of acting, voices and bodies."""
