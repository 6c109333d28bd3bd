from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_suspensions_become_sanctions")]
    operations = [migrations.DeleteModel("Suspension")]
