"""The role test: may a language model word the partner freely, or only choose?"""
