from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0231_suspensions_become_sanctions")]
    operations = [migrations.DeleteModel("Suspension")]
