"""What the customer is told: the sentence that is read back on the phone, and the letter that confirms it.

Everything here is pure: plain values in, words out, in the customer's language (Danish and bokmål in full, English for
everybody else). The country is that of the creditor: its law decides what is said, whatever the language.
"""
