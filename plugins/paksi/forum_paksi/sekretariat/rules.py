"""What a sekretariat must say of itself.

Source: domain notes 0.6 (set up in each inspectorate, to strengthen its penyuluh); no regulation names it (9).
"""
