import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_tables_partners_and_outcome'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventpage',
            name='registered',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='people who had registered'),
        ),
    ]
