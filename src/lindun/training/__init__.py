"""RING 3: courses, quizzes, the sixteen rules of behaviour, contests, the yearly plan (PPL-02, 05, 06, 08).

Nobody works before she has finished the courses of her post and passed its quiz; both come round each year.
"""
