"""Causes of their own for a file without rows, and for names of columns that are too long or cannot be seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0042_brake_and_floor"),
    ]

    operations = [
        migrations.AlterField(
            model_name="badline",
            name="cause",
            field=models.CharField(
                choices=[
                    ("cells", "Its number of cells is {detail}; that of the columns is {columns}."),
                    ("empty", "There is no value for {detail}."),
                    ("long", "The value of {detail} is too long."),
                    ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                    ("sheet", "It is a spreadsheet, not a CSV file. Open it, save it as CSV in UTF-8 and upload that."),
                    ("broken", "A quote is not closed, or the line is too long."),
                    ("nothing", "The file is empty. Its first line names the columns, each further line is a row."),
                    ("no_row", "No line of the file can be used."),
                    ("rows_none", "The file names its columns and has no rows. Each line after the first is one."),
                    ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                    ("head_name", "A column cannot be called “{detail}”. Use a letter, then letters, digits and _."),
                    ("head_long", "The name of the column “{detail}” is longer than 40 letters. Shorten it."),
                    (
                        "head_unseen",
                        "The name of column {detail} has signs that cannot be seen. Is it a text file? Save it as CSV in UTF-8.",
                    ),
                    ("head_empty", "Column {detail} has no name. Give it one, or take the column out."),
                    ("head_many", "The file has more than {detail} columns."),
                    ("rows_many", "The file has more than {detail} rows. Split it."),
                    ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cells", "Its number of cells is {detail}; that of the columns is {columns}."),
                    ("empty", "There is no value for {detail}."),
                    ("long", "The value of {detail} is too long."),
                    ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                    ("sheet", "It is a spreadsheet, not a CSV file. Open it, save it as CSV in UTF-8 and upload that."),
                    ("broken", "A quote is not closed, or the line is too long."),
                    ("nothing", "The file is empty. Its first line names the columns, each further line is a row."),
                    ("no_row", "No line of the file can be used."),
                    ("rows_none", "The file names its columns and has no rows. Each line after the first is one."),
                    ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                    ("head_name", "A column cannot be called “{detail}”. Use a letter, then letters, digits and _."),
                    ("head_long", "The name of the column “{detail}” is longer than 40 letters. Shorten it."),
                    (
                        "head_unseen",
                        "The name of column {detail} has signs that cannot be seen. Is it a text file? Save it as CSV in UTF-8.",
                    ),
                    ("head_empty", "Column {detail} has no name. Give it one, or take the column out."),
                    ("head_many", "The file has more than {detail} columns."),
                    ("rows_many", "The file has more than {detail} rows. Split it."),
                    ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                ],
                max_length=12,
            ),
        ),
    ]
